import { mkdtempSync, rmSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { createServer as createHttp2Server } from "node:http2";
import { createServer, type AddressInfo, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer as createTlsServer } from "node:tls";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { scriptInChild } from "../../support/in-child.ts";
import { localhostCertificate } from "../../support/localhost-certificate.ts";

const directory = mkdtempSync(join(tmpdir(), "swarm-eval-guard-"));
const unixSocket = join(directory, "socket");
const servers = {
  echo: createServer((socket) => socket.on("data", (data) => socket.write(data))),
  greeter: createServer((socket) => socket.write("Welcome.")),
  tls: createTlsServer(localhostCertificate, (socket) => socket.write("Welcome.")),
  http2: createHttp2Server((_, response) => response.end("Welcome.")),
  http: createHttpServer((_, response) => response.end("Welcome.")),
  unix: createServer((socket) => socket.on("data", (data) => socket.write(data))),
  silent: createServer(() => undefined),
  halfway: createServer((socket) => socket.write("HTTP/1.1 200 OK\r\n\r\nWelcome.")),
};
/** The servers that something connected to. */
let reached: string[] = [];

beforeAll(async () => {
  servers.http.on("upgrade", (_, socket) => {
    socket.end("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: chat\r\n\r\n");
  });
  for (const [name, server] of Object.entries(servers)) {
    server.on("connection", (socket: { on(event: "error", handler: () => void): void }) => {
      reached.push(name);
      socket.on("error", () => undefined);
    });
    await new Promise<void>((resolve) =>
      name === "unix" ? server.listen(unixSocket, resolve) : server.listen(0, "127.0.0.1", resolve),
    );
  }
});

beforeEach(() => {
  reached = [];
});

afterAll(() => {
  for (const server of Object.values(servers)) (server as Server).close();
  rmSync(directory, { recursive: true, force: true });
});

function portOf(server: keyof typeof servers): number {
  return (servers[server].address() as AddressInfo).port;
}

/** A script that opens a socket, writes to it or not, and says what comes first: data, a connection, or an error. */
function opens(socket: string, { writes = "", waitsFor = "data" } = {}): string {
  return `
    const [net, tls, http, http2, dgram] = await Promise.all(
      ["net", "tls", "http", "http2", "dgram"].map((name) => import("node:" + name)));
    const socket = ${socket};
    ${writes === "" ? "" : `socket.write(${JSON.stringify(writes)});`}
    say(await new Promise((resolve) => {
      socket.on("error", ({ name, code, message }) => resolve({ name, code, message }));
      socket.on(${JSON.stringify(waitsFor)}, () => resolve("got through"));
    }));
    socket.destroy?.();`;
}

interface Other {
  readonly server?: keyof typeof servers;
  readonly target: () => string;
  readonly script: () => string;
}

const local = (server: keyof typeof servers) => (): string => `127.0.0.1:${portOf(server)}`;

describe.each<readonly [string, Other]>([
  [
    "a TCP socket whose client speaks first",
    {
      server: "echo",
      target: local("echo"),
      script: () => opens(`net.connect(${portOf("echo")}, "127.0.0.1")`, { writes: "Hello." }),
    },
  ],
  [
    "a TCP socket whose server speaks first",
    {
      server: "greeter",
      target: local("greeter"),
      script: () => opens(`net.connect({ port: ${portOf("greeter")}, host: "127.0.0.1" })`),
    },
  ],
  [
    "a TCP socket that only wants to be connected",
    {
      server: "echo",
      target: local("echo"),
      script: () =>
        opens(`new net.Socket().connect(${portOf("echo")}, "127.0.0.1")`, { waitsFor: "connect" }),
    },
  ],
  [
    "a TLS socket",
    {
      server: "tls",
      target: local("tls"),
      script: () =>
        opens(
          `tls.connect({ port: ${portOf("tls")}, host: "127.0.0.1", rejectUnauthorized: false })`,
        ),
    },
  ],
  [
    "a Unix socket",
    {
      server: "unix",
      target: () => unixSocket,
      script: () => opens(`net.connect(${JSON.stringify(unixSocket)})`, { writes: "Hello." }),
    },
  ],
  [
    "a request to leave HTTP for another protocol",
    {
      server: "http",
      target: local("http"),
      script: () =>
        opens(
          `http.get({ port: ${portOf("http")}, host: "127.0.0.1", headers: { connection: "Upgrade", upgrade: "chat" } })`,
          { waitsFor: "upgrade" },
        ),
    },
  ],
  [
    "a WebSocket",
    {
      server: "http",
      target: local("http"),
      script: () => `
        const socket = new WebSocket("ws://127.0.0.1:${portOf("http")}");
        // The server's answer is not valid, but shows that the handshake got out.
        await new Promise((resolve) => (socket.onerror = socket.onopen = resolve));`,
    },
  ],
  [
    "a datagram",
    {
      target: () => "127.0.0.1:9 (UDP)",
      script: () => `
        const { createSocket } = await import("node:dgram");
        const socket = createSocket("udp4");
        say(await new Promise((resolve) =>
          socket.send("Hello.", 9, "127.0.0.1", (error) => resolve(error ?? "got through"))));
        socket.close();`,
    },
  ],
])("%s", (_, { server, target, script }) => {
  const host = (): string => target().replace(" (UDP)", "");

  it.each(["replay", "record"] as const)("is refused in %s, which ends the trial", async (mode) => {
    const { said, ended } = await scriptInChild(mode, script());
    const message = `A connection to ${target()}, wanted by Triage in turn 1, was refused: it is not plain HTTP, so no recording can hold it. Give the agents module an in-memory stand-in for it, let its host through with passthrough: ["${host()}"] in swarm-eval.config.ts, or run with --traffic live.`;
    expect(ended).toEqual([message]);
    expect(said).not.toContain("got through");
    expect(reached).toEqual([]);
  });

  it.each(["replay", "record"] as const)("is let through in %s if told to", async (mode) => {
    const { said, ended } = await scriptInChild(mode, script(), undefined, [host()]);
    expect(said).toEqual(said.length === 0 ? [] : ["got through"]);
    expect(ended).toEqual([]);
    expect(reached).toEqual(server === undefined ? [] : [server]);
  });
});

it("fails a refused socket as Node fails any connection", async () => {
  const script = opens(`net.connect(${portOf("echo")}, "127.0.0.1")`, { writes: "Hello." });
  const { said } = await scriptInChild("replay", script);
  expect(said).toMatchObject([{ name: "RefusedConnectionError", code: "ERR_SWARM_EVAL_OFFLINE" }]);
});

it("does not end the process for a refused socket whose errors nobody listens for", async () => {
  const { ended } = await scriptInChild(
    "replay",
    `const { connect } = await import("node:net");
    await new Promise((resolve) => connect(${portOf("echo")}, "127.0.0.1").on("close", resolve));`,
  );
  expect(ended).toHaveLength(1);
});

/** Requests that a replay must not let out, by every way, whatever an agents module does with nock. */
const REQUESTS = `
  const { Agent, request, fetch: otherFetch } = await import("undici");
  const { get } = await import("node:http");
  const url = "http://127.0.0.1:PORT/";
  const ways = {
    fetch: () => fetch(url),
    "node:http": () => new Promise((resolve, reject) => get(url, resolve).on("error", reject)),
    "undici.request": () => request(url),
    "undici.fetch": () => otherFetch(url),
  };
  for (const [way, ask] of Object.entries(ways))
    say(await ask().then(() => way + " got through", () => way + " refused"));`;

describe.each([
  ["nothing", ""],
  ["nock being switched off", "nock.restore();"],
  ["nock being emptied", "nock.cleanAll();"],
  ["nock being told to let everything out", "nock.cleanAll(); nock.enableNetConnect();"],
  ["nock being told in another way to let everything out", 'process.env.NOCK_OFF = "true";'],
  ["nock being switched off and on", "nock.restore(); nock.activate(); nock.enableNetConnect();"],
])("after %s", (_, meddling) => {
  it("lets no request out", async () => {
    const { said, ended } = await scriptInChild(
      "replay",
      `
      const { get } = await import("node:http");
      const { default: nock } = await import("nock");
      ${meddling}
      ${REQUESTS.replaceAll("PORT", String(portOf("http"))).replace('const { get } = await import("node:http");', "")}`,
    );
    expect(said).toEqual([
      "fetch refused",
      "node:http refused",
      "undici.request refused",
      "undici.fetch refused",
    ]);
    expect(ended.length).toBeGreaterThan(0);
    expect(reached).toEqual([]);
  });
});

it("records what a stub of nock answers, and replays it without the stub", async () => {
  const script = (stub: string): string => `
    const { default: nock } = await import("nock");
    ${stub}
    const { get } = await import("node:http");
    const { text } = await import("node:stream/consumers");
    say(await new Promise((resolve, reject) =>
      get("http://stub.test/greeting", (answer) => resolve(text(answer))).on("error", reject)));`;
  const recorded = await scriptInChild(
    "record",
    script('nock("http://stub.test").get("/greeting").reply(200, "Welcome.");'),
  );
  expect(recorded).toMatchObject({ said: ["Welcome."], ended: [] });
  const replayed = await scriptInChild("replay", script(""), recorded.tape);
  expect(replayed).toMatchObject({ said: ["Welcome."], ended: [] });
});

it("records and replays HTTP over a Unix socket", async () => {
  const server = createHttpServer((_, response) => response.end("Welcome."));
  const path = join(directory, "http");
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const script = `
    const { get } = await import("node:http");
    const { text } = await import("node:stream/consumers");
    const { Agent, request } = await import("undici");
    const socketPath = ${JSON.stringify(path)};
    say(await new Promise((resolve, reject) =>
      get({ socketPath, path: "/a" }, (answer) => resolve(text(answer))).on("error", reject)));
    const dispatcher = new Agent({ connect: { socketPath } });
    say(await (await request("http://localhost/b", { dispatcher })).body.text());`;
  const recorded = await scriptInChild("record", script);
  await new Promise((resolve) => server.close(resolve));
  expect(recorded.said).toEqual(["Welcome.", "Welcome."]);
  const replayed = await scriptInChild("replay", script, recorded.tape);
  expect({ said: replayed.said, ended: replayed.ended }).toEqual({
    said: recorded.said,
    ended: [],
  });
});

it("leaves fetch of data: and blob: alone", async () => {
  const { said, ended } = await scriptInChild(
    "replay",
    `say(await (await fetch("data:text/plain,Hello")).text());
    say(await (await fetch(URL.createObjectURL(new Blob(["Hello"])))).text());`,
  );
  expect({ said, ended }).toEqual({ said: ["Hello", "Hello"], ended: [] });
});

describe.each(["replay", "record"] as const)("outside any conversation, in %s", (mode) => {
  it("refuses every request with the reason", async () => {
    const { said } = await scriptInChild(
      mode,
      `
      const { default: OpenAI } = await import("openai");
      const { Agent, request, fetch: otherFetch } = await import("undici");
      const { get } = await import("node:http");
      const url = "http://127.0.0.1:${portOf("http")}/";
      const baseURL = url + "v1";
      const client = new OpenAI({ apiKey: "none", baseURL });
      const overUndici = new OpenAI({ apiKey: "none", baseURL, fetch: otherFetch });
      const chat = { model: "gpt-5.4", messages: [] };
      await outside(async () => {
        for (const ask of [
          () => fetch(url + "?key=abcdefgh"),
          () => fetch(new Request(url, { method: "POST", body: new FormData() })),
          () => new Promise((resolve, reject) => get(url + "?key=abcdefgh", resolve).on("error", reject)),
          () => request(url),
          () => otherFetch(url),
          () => client.chat.completions.create(chat),
          () => client.chat.completions.create({ ...chat, stream: true }),
          () => overUndici.chat.completions.create(chat),
        ])
          say(await ask().then(() => "got through", (error) => (error.cause ?? error).message));
      });`,
    );
    expect(said).toHaveLength(8);
    for (const sentence of said) {
      expect(sentence).toContain(
        " was asked for outside any conversation, so it belongs to no recording. " +
          "Make it inside the agents module's factory or in a tool, where it is part of a trial; " +
          "or run with --traffic live, which keeps no recordings.",
      );
      expect(sentence).not.toContain("abcdefgh");
    }
    expect(reached).toEqual([]);
  });
});

it("answers a client that retries so that it does not, once for each request", async () => {
  const { said, ended } = await scriptInChild(
    "replay",
    `
    const { default: OpenAI } = await import("openai");
    const { fetch: otherFetch } = await import("undici");
    for (const options of [{}, { fetch: otherFetch }]) {
      const client = new OpenAI({ apiKey: "none", baseURL: "http://127.0.0.1:${portOf("http")}/v1", ...options });
      await client.embeddings.create({ model: "small", input: "Hello" }).catch((error) =>
        say([error.status, error.headers.get("x-should-retry"), error.message.split("\\n")[0]]));
    }`,
  );
  const sentence = "424 No recording answers POST /v1/embeddings, asked by Triage in turn 1.";
  expect(said).toEqual([
    [424, "false", sentence],
    [424, "false", sentence],
  ]);
  expect(ended).toHaveLength(2);
});

it.each([
  ["before it is answered", "silent", "giveUp();"],
  ["in the middle of its answer", "halfway", ""],
] as const)(
  "lets a replayed request be aborted %s, though only the caller's signal is left of it",
  async (_, server, atOnce) => {
    const script = `
      const { setFlagsFromString } = await import("node:v8");
      const { runInNewContext } = await import("node:vm");
      setFlagsFromString("--expose-gc");
      const collect = runInNewContext("gc");
      const controller = new AbortController();
      const giveUp = () => setImmediate(() => {
        collect();
        setImmediate(() => controller.abort());
      });
      const read = async ({ body }) => {
        const reader = body.getReader();
        say(Buffer.from((await reader.read()).value).toString());
        giveUp();
        await reader.read();
      };
      const { signal } = controller;
      const asked = fetch("http://127.0.0.1:${portOf(server)}/", { signal }).then(read);
      ${atOnce}
      await asked.catch((error) => say(error.name));`;
    const recorded = await scriptInChild("record", script);
    expect(recorded.said.at(-1)).toBe("AbortError");
    const { said } = await scriptInChild("replay", script, recorded.tape);
    expect(said).toEqual(recorded.said);
  },
);
