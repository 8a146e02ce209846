import { once } from "node:events";
import { request } from "node:http";
import { connect } from "node:net";
import { connect as connectSecurely } from "node:tls";
import { WebSocket as UndiciWebSocket } from "undici";
import { WebSocket as WsWebSocket } from "ws";
import { failure } from "../harness/seen.ts";
import type { Situations } from "../harness/situation.ts";

const overWebSocket = (url: string): string => url.replace("http", "ws");

/** What no tape can hold. */
export default {
  ws: async ({ http }, say) => {
    const socket = new WsWebSocket(`${overWebSocket(http)}/socket`);
    say(await once(socket, "open").then(String, failure));
  },
  "the global WebSocket": async ({ http }, say) => {
    const socket = new WebSocket(`${overWebSocket(http)}/socket`);
    const [event] = (await once(socket, "error")) as [Event & { error?: unknown }];
    say(failure(event.error));
  },
  "undici's WebSocket": async ({ http }, say) => {
    const socket = new UndiciWebSocket(`${overWebSocket(http)}/socket`);
    const [event] = (await once(socket as never, "error")) as [{ error?: unknown }];
    say(failure(event.error));
  },
  "an upgrade by hand": async ({ http }, say) => {
    const headers = { Connection: "Upgrade", Upgrade: "websocket" };
    const asking = request(`${http}/socket`, { headers });
    asking.end();
    say(await once(asking, "response").then(String, failure));
  },
  "node:net": async ({ http }, say) => {
    const socket = connect(Number(new URL(http).port), "127.0.0.1");
    socket.write("HELO there\r\n");
    say(await once(socket, "data").then(String, failure));
  },
  "node:tls": async ({ https }, say) => {
    const socket = connectSecurely({ host: "127.0.0.1", port: Number(new URL(https).port) });
    socket.write("HELO there\r\n");
    say(await once(socket, "data").then(String, failure));
  },
} satisfies Situations;
