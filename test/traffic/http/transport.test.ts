import { createServer, type AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { expect, it, onTestFinished } from "vitest";
import { MAX_BODY } from "../../../src/traffic/http/body-limit.ts";
import { send } from "../../../src/traffic/http/transport.ts";

/** A server that answers at most this many requests on a connection, and closes it at the next one. */
async function closingAfter(most: number): Promise<{ url: string; connections: number[] }> {
  const connections: number[] = [];
  const server = createServer((socket) => {
    const number = connections.push(0) - 1;
    socket
      .on("error", () => undefined)
      .on("data", () => {
        const requests = (connections[number] = (connections[number] ?? 0) + 1);
        if (requests > most) socket.destroy();
        else socket.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nHi");
      });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, connections };
}

async function ask(url: string): Promise<string> {
  const { body } = await send({
    method: "GET",
    url,
    headers: {},
    body: undefined,
    maxBody: MAX_BODY,
  });
  return text(body);
}

it("retries over a new connection if the server has closed the one that was kept", async () => {
  const { url, connections } = await closingAfter(1);
  expect([await ask(url), await ask(url)]).toEqual(["Hi", "Hi"]);
  expect(connections).toEqual([2, 1]);
});

it("does not retry if a new connection is closed without an answer", async () => {
  const { url, connections } = await closingAfter(0);
  await expect(ask(url)).rejects.toMatchObject({ name: "Error", code: "ECONNRESET" });
  expect(connections).toEqual([1]);
});
