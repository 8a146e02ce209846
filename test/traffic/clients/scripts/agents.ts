import { Agent as AgentBase } from "agent-base";
import KeepAliveAgent from "agentkeepalive";
import axios from "axios";
import got from "got";
import { HttpProxyAgent as Hpagent, HttpsProxyAgent as SecureHpagent } from "hpagent";
import { HttpProxyAgent } from "http-proxy-agent";
import { HttpsProxyAgent } from "https-proxy-agent";
import { once } from "node:events";
import {
  Agent,
  request,
  setGlobalProxyFromEnv,
  type IncomingMessage,
  type RequestOptions,
} from "node:http";
import { Agent as SecureAgent, get as secureGet } from "node:https";
import { connect } from "node:net";
import { setImmediate } from "node:timers/promises";
import { connect as connectSecurely } from "node:tls";
import nodeFetch from "node-fetch";
import { ProxyAgent } from "proxy-agent";
import tunnel from "tunnel";
import { answered, asked } from "../harness/asked.ts";
import { failure, message, response } from "../harness/seen.ts";
import type { Situations } from "../harness/situation.ts";

/** Agents of `node:http`, its own and those from npm, most of which connect through a proxy. */
export default {
  "Node's own": async ({ http, https }, say) => {
    const one = new Agent({ keepAlive: true, maxSockets: 1 });
    const paths = Array.from({ length: 4 }, (_, index) => `${http}/socket?${index}`);
    say(await Promise.all(paths.map((path) => asked(path, { agent: one }))));
    one.destroy();
    say(await asked(`${http}/socket?no-agent`, { agent: false }));
    const free = new Agent({ keepAlive: true });
    for (let count = 0; count < 3; count++)
      say(await asked(`${http}/socket?free`, { agent: free }));
    say(await asked(`${http}/farewell`, { agent: free }));
    say(await asked(`${http}/socket?again`, { agent: free }));
    free.destroy();
    const secure = new SecureAgent({ keepAlive: true, rejectUnauthorized: false });
    say(await asked(`${https}/json`, { agent: secure }));
    secure.destroy();
  },
  "connections by hand": async ({ http, https, unix }, say) => {
    const { hostname, port } = new URL(http);
    const createConnection = () => connect(Number(port), hostname);
    say(await asked(`${http}/echo?own`, { createConnection }));
    class OwnAgent extends Agent {
      override createConnection(...[, callback]: Parameters<Agent["createConnection"]>) {
        const socket = connect(Number(port), hostname);
        socket.once("connect", () => callback?.(null, socket));
        return undefined;
      }
    }
    say(await asked(`${http}/echo?later`, { agent: new OwnAgent() }));
    const target = new URL(https);
    const secureConnection = () =>
      connectSecurely({ host: target.hostname, port: Number(target.port) });
    say(await asked(`${http}/json`, { createConnection: secureConnection, path: "/json?tls" }));
    say(await asked("http://localhost/json", { socketPath: unix }));
  },
  "none, over TLS": async ({ https }, say) => {
    const reply = await answered(secureGet(`${https}/json`));
    const socket = reply.socket as unknown as { authorized: boolean; encrypted: boolean };
    say([socket.authorized, socket.encrypted]);
    say(await message(reply));
    const checkServerIdentity = (): Error => new Error("I do not know it.");
    const options = { checkServerIdentity, agent: false } as RequestOptions;
    say(await asked(`${https}/json?unknown`, options).then(String, failure));
    say(
      await asked(
        `${https}/echo`,
        { method: "POST", servername: "localhost" } as RequestOptions,
        "x",
      ),
    );
  },
  agentkeepalive: async ({ http, https }, say) => {
    const agent = new KeepAliveAgent({ maxSockets: 1 });
    for (let count = 0; count < 3; count++) say(await asked(`${http}/socket`, { agent }));
    agent.destroy();
    const secure = new KeepAliveAgent.HttpsAgent();
    say(await asked(`${https}/json`, { agent: secure }));
    secure.destroy();
  },
  "https-proxy-agent": async ({ http, https, proxy }, say) => {
    const agent = new HttpsProxyAgent(proxy);
    say(await asked(`${https}/json`, { agent }));
    say(await asked(`${http}/json`, { agent }));
    say((await axios.post(`${https}/echo`, { a: 1 }, { httpsAgent: agent, proxy: false })).data);
    say(await (await nodeFetch(`${https}/text`, { agent })).text());
    agent.destroy();
  },
  "http-proxy-agent": async ({ http, proxy }, say) => {
    const agent = new HttpProxyAgent(proxy, { keepAlive: true });
    say(await asked(`${http}/json`, { agent }));
    say(await asked(`${http}/echo`, { agent, method: "POST" }, "x"));
    agent.destroy();
  },
  "proxy-agent": async ({ http, https, proxy }, say) => {
    const agent = new ProxyAgent({ getProxyForUrl: () => proxy });
    say(await asked(`${http}/json`, { agent }));
    say(await asked(`${https}/json`, { agent }));
    agent.destroy();
    const direct = new ProxyAgent({ getProxyForUrl: () => "" });
    say(await asked(`${http}/json`, { agent: direct }));
    direct.destroy();
  },
  "https-proxy-agent, with a password": async ({ https, proxy }, say) => {
    const agent = new HttpsProxyAgent(proxy.replace("//", "//user:word@"));
    say(await asked(`${https}/json`, { agent }));
    agent.destroy();
  },
  "one of agent-base": async ({ http }, say) => {
    class Later extends AgentBase {
      override async connect() {
        await setImmediate();
        return connect(Number(new URL(http).port), "127.0.0.1");
      }
    }
    say(await asked("http://api.example.test/echo", { agent: new Later() }));
    say(await asked("http://api.example.test/echo", { agent: new Later(), method: "POST" }, "x"));
  },
  hpagent: async ({ http, https, proxy }, say) => {
    const agent = new Hpagent({ keepAlive: true, proxy });
    say(await asked(`${http}/json`, { agent }));
    agent.destroy();
    const secure = new SecureHpagent({ keepAlive: true, proxy });
    say(await asked(`${https}/json`, { agent: secure }));
    secure.destroy();
  },
  tunnel: async ({ http, https, proxy }, say) => {
    const { hostname: host, port } = new URL(proxy);
    const options = { proxy: { host, port: Number(port) } };
    const agent = tunnel.httpOverHttp(options);
    say(await asked(`${http}/json`, { agent: agent as Agent }));
    const secure = tunnel.httpsOverHttp(options);
    say(await asked(`${https}/json`, { agent: secure as SecureAgent }));
  },
  "Node's own, by the environment's proxy": async ({ http, https, proxy }, say) => {
    const proxyEnv = { HTTP_PROXY: proxy, HTTPS_PROXY: proxy };
    const agent = new Agent({ proxyEnv });
    say(await asked(`${http}/json`, { agent }));
    agent.destroy();
    const secure = new SecureAgent({ proxyEnv });
    say(await asked(`${https}/json`, { agent: secure }));
    secure.destroy();
  },
  "Node's own, for the whole process": async ({ http, https, proxy }, say) => {
    const restore = setGlobalProxyFromEnv({ http_proxy: proxy, https_proxy: proxy });
    try {
      for (const url of [http, https]) {
        say(await response(await fetch(`${url}/json?fetch`)));
        say(await got(`${url}/json?got`).json());
        say(await (await nodeFetch(`${url}/json?node-fetch`)).json());
      }
      say(await asked(`${http}/json?node`));
      say(await asked(`${https}/json?node`));
    } finally {
      restore();
    }
  },
  "a CONNECT by hand": async ({ http, proxy }, say) => {
    const asking = request(proxy, { method: "CONNECT", path: new URL(http).host });
    asking.end();
    const [reply, socket] = (await once(asking, "connect")) as [IncomingMessage, never];
    say(reply.statusCode);
    const agent = new Agent({ keepAlive: false });
    say(await asked(`${http}/json`, { agent, createConnection: () => socket }));
  },
} satisfies Situations;
