/** What a route answers, as data: only `http.ts` touches the response. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes that are sent as they come; the first piece is waited for before the head is sent. */
  readonly body: string | Uint8Array | AsyncIterable<string | Uint8Array>;
}

export const json = (value: unknown, status = 200): Reply => ({
  status,
  headers: { 'Content-Type': 'application/json; charset=utf-8' },
  body: `${JSON.stringify(value)}\n`,
});

/** A refusal of the request itself, with what a person may know of it. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
  }
}
