import type { Routes } from "./call.ts";

/** What APIs agree on with their clients: pages, places, patience and the like. */
export const customs: Routes = {
  status: ({ response }, url) => {
    response.writeHead(Number(url.pathname.split("/")[2]), { "Content-Type": "application/json" });
    response.end('{"error":{"message":"Not now"}}');
  },
  "status-text": ({ response }) => {
    response.writeHead(200, "Fine By Me", { "Content-Type": "text/plain" }).end("fine");
  },
  /** Three of them. */
  pages: ({ request, response }, url) => {
    const page = Number(url.searchParams.get("page") ?? 1);
    const link = (to: number, rel: string): string =>
      `<http://${request.headers.host}${url.pathname}?page=${to}>; rel="${rel}"`;
    response.writeHead(200, {
      "Content-Type": "application/json",
      "X-Total-Count": 3,
      Link: [
        ...(page > 1 ? [link(page - 1, "prev")] : []),
        ...(page < 3 ? [link(page + 1, "next")] : []),
      ].join(", "),
    });
    response.end(JSON.stringify([{ id: page }]));
  },
  items: ({ request, response, memory }) => {
    if (request.method === "POST") {
      response.writeHead(201, { Location: `/items/${memory.count("items")}` }).end();
      return;
    }
    response.writeHead(200, { "Content-Type": "application/json" });
    response.end(JSON.stringify({ url: request.url }));
  },
  /** Work that is done when it is asked for the third time. */
  work: ({ request, response, memory }) => {
    if (request.method === "POST") {
      const operation = `http://${request.headers.host}/work/1`;
      response.writeHead(202, { "Operation-Location": operation, "Retry-After": "0" }).end();
      return;
    }
    const status = memory.count("work") < 3 ? "running" : "succeeded";
    response.writeHead(200, { "Content-Type": "application/json", "Retry-After": "0" });
    response.end(JSON.stringify({ status }));
  },
  /** Every other time. */
  busy: ({ response, memory }, url) => {
    if (memory.count(url.href) % 2 === 1) {
      response.writeHead(429, { "Retry-After": "0", "Content-Type": "text/plain" }).end("Later");
      return;
    }
    response.writeHead(200, { "Content-Type": "text/plain" }).end("Now");
  },
  /** Which of its sockets a client used. */
  socket: ({ request, response, memory }) => {
    response.writeHead(200, { "Content-Type": "text/plain" });
    response.end(`socket ${memory.numberOf(request.socket)}`);
  },
  /** Closes the connection that it was asked by. */
  farewell: ({ response }) => {
    response.writeHead(200, { Connection: "close", "Content-Type": "text/plain" }).end("farewell");
  },
  /** How many came before. */
  turn: ({ response, memory }) => {
    response.writeHead(200, { "Content-Type": "text/plain" }).end(`turn ${memory.count("turn")}`);
  },
  redirect: ({ response }, url) => {
    const location = url.searchParams.get("to") ?? "/echo";
    response
      .writeHead(Number(url.pathname.split("/")[2]), { Location: location })
      .end("Over there");
  },
  cookies: ({ response }) => {
    response.writeHead(200, { "Set-Cookie": ["session=s3cr3t", "theme=dark", "a=b; Path=/"] });
    response.end("cookies");
  },
  /** Names that come twice, in spellings of their own. */
  spelled: ({ response }) => {
    response.writeHead(
      200,
      [
        ["content-TYPE", "text/plain"],
        ["LINK", '</a>; rel="a"'],
        ["x-ReQuEsT-iD", "req_3"],
        ["Link", '</b>; rel="b"'],
        ["ETAG", '"v2"'],
        ["Content-Length", "7"],
      ].flat(),
    );
    response.end("spelled");
  },
  dav: ({ request, response }) => {
    response.writeHead(207, "Multi-Status", { "Content-Type": "application/xml" });
    response.end(`<multistatus method="${request.method}"/>`);
  },
  hints: ({ response }) => {
    response.writeEarlyHints({ link: "</style.css>; rel=preload; as=style" });
    response.writeHead(200, { "Content-Type": "text/plain" }).end("after hints");
  },
  /** Answers when somebody asks for `open`. */
  held: async ({ response, memory }) => {
    await memory.gate("held").promise;
    response.writeHead(200, { "Content-Type": "text/plain" }).end("held");
  },
  open: ({ response, memory }) => {
    memory.gate("held").resolve();
    response.writeHead(204).end();
  },
};
