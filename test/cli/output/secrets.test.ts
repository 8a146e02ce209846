import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { jsonl, newProject, type Finished, type Project } from "../../support/project.ts";
import { startStandIn, type StandInReply } from "../../support/stand-in.ts";
import { unpackedPage } from "../../reports/unpacked-page.ts";

/** Secrets that stand in variables of the environment, of which each tool says one in another spelling. */
const VARIABLES = {
  SHIP_TOKEN: "ship-Zq8vK1mN5pR7",
  OPENAI_API_KEY: "sk-planted-Zq8vK1mN5pR7xY",
  DB_PASSWORD: 'p"a\\s<s&é/w0rd!',
  MASTERKEY: "master-Kq2wE4rT6yU8",
  DBPASS: "dbpass-Aq1sW2dE3fR4",
  CREDS: "creds-Zx9cV8bN7mK6",
  PASSCODE: "code-4711-0815-9",
  HTTP_AUTHORIZATION: "Bearer auth-Lk3jH5gF7dS9",
  AZURE_STORAGE_CONNECTION_STRING: "AccountName=a;AccountKey=azure+Pq0oI9uY8tR7==;x=1",
  DISCORD_URL: "https://discord.example/api/webhooks/1/hook-Mn1bV2cX3zL4kJ5",
  HMAC: "hmac-Qw1eR2tY3uI4",
  STRIPE_SK: "stripe-Op5aS6dF7gH8",
  DATABASE_URL: "postgres://app:db%40Jk9lZ0xC1vB@db.example/app",
  TOTP: "totp-Vb2nM3qW4eR5",
  CI_JWT: "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJjaSJ9.c2lnbmF0dXJlLW9mLWNp",
} as const;

/** What must not be found of them, nor of what the server answers. */
const PLANTED: readonly string[] = [
  ...Object.values(VARIABLES),
  "auth-Lk3jH5gF7dS9",
  "azure+Pq0oI9uY8tR7==",
  "db%40Jk9lZ0xC1vB",
  "db@Jk9lZ0xC1vB",
  "opaque-z9z9-Tg6hY7uJ8",
  "opaque-x9x9-Rf4vT5gB6",
  "hunter-of-7-Wolves",
  "AQoDYXdzEJr-Session",
  "xoxb-123456789012-abcdefGHIJkl",
  "AKIAZQ3DRSTUVWXY2345",
  "glpat-Zq8vK1mN5pR7xYz0aBcD",
  "whsec_Zq8vK1mN5pR7xYz0aBcDeF",
  "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",
  "hvs.Zq8vK1mN5pR7xYz0aBcDeFgHiJ",
  "ya29.Zq8vK1mN5pR7xYz0aBcDeF",
  "c2lnbmF0dXJlLW9mLWxvZ2lu",
  "cust-20260131",
  "named-by-the-config-1",
  "logged-Zq8vK1mN5pR7",
];

const LOGIN = {
  access_token: "opaque-z9z9-Tg6hY7uJ8",
  session: { session_token: "opaque-x9x9-Rf4vT5gB6", user: "ann" },
  credentials: { Password: "hunter-of-7-Wolves", SessionToken: "AQoDYXdzEJr-Session" },
  jwt: "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.c2lnbmF0dXJlLW9mLWxvZ2lu",
  notes: PLANTED.filter((secret) => /^(?:xoxb|AKIA|glpat|whsec|shpat|hvs|ya29)/.test(secret)),
  customer: "cust-20260131",
  house_number: "named-by-the-config-1",
};

const AGENTS = `
import { Agent } from "swarm-eval";
import { gzipSync } from "node:zlib";

const post = (path, body, headers = {}) =>
  fetch(process.env.SHOP + path, { method: "POST", body, headers }).then((reply) => reply.json());

/** Logs in, and sends what it got under other names. */
export async function login() {
  const reply = await post("/login", JSON.stringify({ user: "ann", password: "hunter-of-7-Wolves" }));
  await post("/orders", JSON.stringify({ handle: reply.access_token, by: reply.session.session_token }));
  await post("/packed", gzipSync(JSON.stringify({ a: process.env.SHIP_TOKEN })), { "content-encoding": "gzip" });
  await fetch(process.env.SHOP + "/q?x=%20" + encodeURIComponent(reply.notes[0]) + "&key=logged-Zq8vK1mN5pR7");
  const { sub } = JSON.parse(Buffer.from(reply.jwt.split(".")[1], "base64url").toString());
  console.log("The reply is", JSON.stringify(reply));
  console.log("Logged in with", reply.access_token, process.env.SHIP_TOKEN);
  console.error(JSON.stringify({ token: "logged-Zq8vK1mN5pR7" }));
  return JSON.stringify({ sub, ...reply });
}

/** Tells all that it knows. */
export function tell() {
  const { DB_PASSWORD, ...rest } = process.env;
  const known = Object.fromEntries(Object.entries(rest).filter(([name]) => ${JSON.stringify(Object.keys(VARIABLES))}.includes(name)));
  return {
    known,
    inXml: "<a>" + DB_PASSWORD.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;") + "</a>",
    inJson: JSON.stringify({ a: JSON.stringify({ b: DB_PASSWORD }) }),
    inHex: Buffer.from(DB_PASSWORD).toString("hex"),
    packed: gzipSync(process.env.MASTERKEY).toString("base64"),
    decoded: decodeURIComponent(new URL(process.env.DATABASE_URL).password),
  };
}

/** Fails, and says with what. */
export function fail() {
  throw new Error("Refused: " + process.env.HMAC);
}

export default () => ({
  agent: new Agent({
    name: "Clerk",
    instructions: "You hold " + (process.env.PASSCODE ?? "nothing") + ".",
    functions: [login, async function tellAll() { return JSON.stringify(tell()); }, fail],
  }),
  state: () => ({ api_key: "logged-Zq8vK1mN5pR7", token: process.env.CREDS }),
});
`;

const CASES = [
  {
    id: "login",
    user: "Log me in.",
    expect: { tool_calls: ["login"], output: { contains: "opaque-z9z9" } },
  },
  { id: "tell", user: "Tell me all.", expect: { output: { contains: "nothing of the kind" } } },
  { id: "fail", user: "Fail.", expect: { tool_calls: [{ name: "fail", error: true }] } },
  { id: "refused", user: "Be refused.", expect: { output: { contains: "never" } } },
];

const TOOLS: Readonly<Record<string, string>> = {
  "Log me in.": "login",
  "Tell me all.": "tellAll",
  "Fail.": "fail",
};

async function standIn(): Promise<string> {
  const { baseUrl, close } = await startStandIn(({ body }): StandInReply => {
    const said = body.messages.findLast(({ role }) => role === "user")?.content ?? "";
    if (said === "Be refused.")
      return {
        status: 401,
        raw: `{"error":{"message":"Incorrect API key: ${VARIABLES.OPENAI_API_KEY}"}}`,
      };
    const result = body.messages.at(-1);
    return result?.role === "tool"
      ? {
          say: `Here it is${said === "Log me in." ? ", opaque-z9z9-Tg6hY7uJ8" : ""}: ${result.content}`,
        }
      : { calls: [{ name: TOOLS[said] ?? "login", arguments: {} }] };
  });
  onTestFinished(close);
  return baseUrl;
}

async function shop(): Promise<string> {
  const server: Server = createServer((_, response) => {
    response.writeHead(200, {
      "content-type": "application/json",
      "set-cookie": "sid=cookie-Zq8vK1mN",
    });
    response.end(JSON.stringify(LOGIN));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** What stands in all files that a run wrote, by their names. */
function written(project: Project): Map<string, string> {
  const files = new Map<string, string>();
  for (const name of readdirSync(project.directory, { recursive: true }) as string[]) {
    const path = join(project.directory, name);
    if (/^(?:node_modules|evals|swarm-eval\.config)/.test(name) || !statSync(path).isFile())
      continue;
    const text = readFileSync(path, "latin1");
    files.set(name, name.endsWith(".html") ? unpackedPage(text) : text);
  }
  return files;
}

/** The secrets that texts hold as they are, in UTF-8, in base64, or as JSON and HTML write them. */
function found(texts: Iterable<readonly [string, string]>): string[] {
  return [...texts].flatMap(([name, text]) =>
    PLANTED.flatMap((secret) => {
      const bytes = Buffer.from(secret);
      const spellings = [
        secret,
        bytes.toString("latin1"),
        JSON.stringify(secret).slice(1, -1),
        encodeURIComponent(secret),
        bytes.toString("base64").replace(/.=*$/, ""),
        bytes.toString("hex"),
      ];
      return spellings.some((spelling) => text.includes(spelling)) ? [`${secret} in ${name}`] : [];
    }),
  );
}

it("writes and prints no secret, whatever it is, wherever it stands, recording, replaying or live", async () => {
  const project = newProject({
    "evals/shop.ts": AGENTS,
    "evals/shop.jsonl": jsonl(...CASES),
    "swarm-eval.config.ts": 'export default { secrets: [/\\bcust-\\d{8}\\b/, "house_number"] };',
  });
  const environment = {
    ...VARIABLES,
    OPENAI_BASE_URL: await standIn(),
    SHOP: await shop(),
    GITHUB_STEP_SUMMARY: join(project.directory, "summary.md"),
  };
  const reporters = ["--reporter", "table,json,junit,github,csv,html"];
  const run = async (...more: string[]): Promise<Finished> => {
    const finished = await project.start(
      ["run", "evals/shop.jsonl", ...reporters, ...more],
      environment,
    ).finished;
    expect(
      found([["stdout", finished.stdout], ["stderr", finished.stderr], ...written(project)]),
    ).toEqual([]);
    return finished;
  };

  const recorded = await run("--traffic", "record", "--bless");
  expect(recorded.stdout).toContain("Logged in with [redacted] [redacted]");
  const names = [...written(project).keys()];
  for (const ending of [
    ".json",
    ".xml",
    ".csv",
    ".html",
    ".baseline.json",
    "summary.md",
    "login.1.jsonl",
  ])
    expect(names.some((name) => name.endsWith(ending))).toBe(true);
  const verdicts = (): string[] =>
    (
      JSON.parse(project.read("reports/shop.json")) as { cases: { id: string; verdict: string }[] }
    ).cases.map(({ id, verdict }) => `${id} ${verdict}`);
  // Checks judge what was said, not what is written of it.
  expect(verdicts()).toEqual(["login passed", "tell failed", "fail passed", "refused errored"]);

  const replayed = await run("--traffic", "replay");
  expect(replayed.stdout).not.toContain("No recording answers");
  expect(verdicts()).toEqual(["login failed", "tell failed", "fail passed", "refused errored"]);
  await run("--traffic", "live");
  const report = project.start(
    ["report", "reports/shop.json", "--reporter", "table,html,junit"],
    environment,
  );
  const { stdout, stderr } = await report.finished;
  expect(found([["stdout", stdout], ["stderr", stderr], ...written(project)])).toEqual([]);
});
