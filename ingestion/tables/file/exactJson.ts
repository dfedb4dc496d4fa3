/** A number of a JSON text as it is written there, which `JSON.stringify` prints as it is (ECMAScript 2025). */
interface RawJson {
  readonly rawJSON: string;
}

interface JsonWithSource {
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { source?: string }) => unknown,
  ): unknown;
  rawJSON(text: string): RawJson;
  isRawJSON(value: unknown): value is RawJson;
}

const exact = JSON as unknown as JsonWithSource;

/**
 * The fields of a JSON object as texts: numbers digit by digit as they are written, lists and objects as JSON.
 * Null for a text that is not a JSON object.
 */
export function exactJson(text: string): Record<string, string | null> | null {
  const value = parsed(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value) || exact.isRawJSON(value))
    return null;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, fieldText(field)]));
}

function parsed(text: string): unknown {
  try {
    return exact.parse(text, (_key, value, { source }) =>
      typeof value === 'number' && source !== undefined ? exact.rawJSON(source) : value,
    );
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function fieldText(value: unknown): string | null {
  if (value === null || typeof value === 'string') return value;
  return exact.isRawJSON(value) ? value.rawJSON : JSON.stringify(value);
}
