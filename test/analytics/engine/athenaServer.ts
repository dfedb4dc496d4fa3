import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

interface Call {
  /** `StartQueryExecution`, and so on. */
  readonly action: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What the server answers to a call: a JSON body, or an error of AWS by its name. */
export type Answering = (call: Call) => object | { readonly error: string; readonly message: string };

export interface AthenaServer {
  readonly url: string;
  readonly calls: Call[];
  close(): Promise<void>;
}

/** A server that speaks the protocol of Athena's API (AWS JSON 1.1): the action in a header, JSON both ways. */
export async function athenaServer(answering: Answering): Promise<AthenaServer> {
  const calls: Call[] = [];
  const server = createServer(async (request, response) => {
    const action = String(request.headers['x-amz-target']).replace('AmazonAthena.', '');
    const call = { action, body: (await json(request)) as Call['body'] };
    calls.push(call);
    const answer = answering(call);
    const isError = 'error' in answer;
    response.writeHead(isError ? 400 : 200, { 'Content-Type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(isError ? { __type: answer.error, message: answer.message } : answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
