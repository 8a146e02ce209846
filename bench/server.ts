import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { completion } from "./conversation.ts";

// Answers after so many milliseconds; prints its port, and ends with the process that started it.
const delay = Number(process.argv[2] ?? 0);
const replies = [0, 1, 2, 3].map((count) => Buffer.from(JSON.stringify(completion(count))));
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    // Not parsed: the server must not be what is measured.
    const count = Buffer.concat(chunks).toString("latin1").split('"role":"assistant"').length - 1;
    const body = replies[Math.min(count, 3)] as Buffer;
    const answer = (): void => {
      response.writeHead(200, {
        "content-type": "application/json",
        "content-length": body.length,
        "x-stand-in": "bench",
      });
      response.end(body);
    };
    if (delay > 0) setTimeout(answer, delay);
    else answer();
  });
});
server.listen(0, "127.0.0.1", () =>
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`),
);
process.stdin.on("end", () => process.exit()).resume();
