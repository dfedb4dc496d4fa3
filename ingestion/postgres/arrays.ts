/** An item of a PostgreSQL array: a text, null, or an array itself. */
export type ArrayItem = string | null | readonly ArrayItem[];

/**
 * Reads the text form of an array, `{a,"b c",NULL,{...}}` (PostgreSQL manual, "Array Input and Output Syntax");
 * undefined when it is not one. Lower bounds (`[0:1]={a,b}`) don't change the items.
 */
export function parseArray(text: string): readonly ArrayItem[] | undefined {
  const bounds = /^(?:\[-?\d+:-?\d+\])+=/.exec(text);
  let at = bounds ? bounds[0].length : 0;

  function list(): readonly ArrayItem[] | undefined {
    if (text[at] !== '{') return undefined;
    at += 1;
    const items: ArrayItem[] = [];
    if (text[at] === '}') {
      at += 1;
      return items;
    }
    while (at < text.length) {
      const item = text[at] === '{' ? list() : text[at] === '"' ? quoted() : bare();
      if (item === undefined) return undefined;
      items.push(item);
      const end = text[at];
      at += 1;
      if (end === '}') return items;
      if (end !== ',') return undefined;
    }
    return undefined;
  }

  function quoted(): string | undefined {
    let value = '';
    at += 1;
    while (at < text.length) {
      const stop = text.slice(at).search(/["\\]/);
      if (stop < 0) return undefined;
      value += text.slice(at, at + stop);
      at += stop;
      if (text[at] === '"') {
        at += 1;
        return value;
      }
      value += text[at + 1] ?? '';
      at += 2;
    }
    return undefined;
  }

  function bare(): string | null | undefined {
    const start = at;
    while (at < text.length && text[at] !== ',' && text[at] !== '}') at += 1;
    const value = text.slice(start, at);
    if (value === '') return undefined;
    return value === 'NULL' ? null : value;
  }

  const items = list();
  return at === text.length ? items : undefined;
}
