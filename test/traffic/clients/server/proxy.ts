import { request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import { connect, type Socket } from "node:net";

/** Passes a request on to the host in its line, and the reply back. */
export function forward(request: IncomingMessage, response: ServerResponse, body: Buffer): void {
  const { method, url = "", headers } = request;
  if (!URL.canParse(url)) return void response.writeHead(400).end();
  const { "proxy-connection": _, "proxy-authorization": __, ...passed } = headers;
  httpRequest(url, { method, headers: passed, agent: false })
    .on("response", (reply) => {
      response.writeHead(reply.statusCode ?? 502, reply.statusMessage, reply.rawHeaders);
      reply.pipe(response);
    })
    .on("error", () => response.writeHead(502).end())
    .end(body);
}

/** Answers a CONNECT by a connection to where it says. */
export function openTunnel(request: IncomingMessage, client: Socket): void {
  const [host, port] = (request.url ?? "").split(":");
  const server = connect(Number(port), host);
  server.on("connect", () => {
    client.write("HTTP/1.1 200 Connection established\r\n\r\n");
    client.pipe(server).pipe(client);
  });
  server.on("error", () => client.destroy());
  client.on("error", () => server.destroy());
}
