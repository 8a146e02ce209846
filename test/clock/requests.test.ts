import { expect, it } from "vitest";
import { looking, recordedAs } from "./looking.ts";

const TOP = `
  import { randomUUID } from "node:crypto";
  import http from "node:http";
  import { text } from "node:stream/consumers";
  const get = (address) => new Promise((resolve) => http.get(address, resolve));
  const asked = (wait) => process.env.OPENAI_BASE_URL + "?wait=" + wait;
  const read = () => [Date.now(), Math.random(), randomUUID()].join(" ");
`;

it.each<[sentence: string, look: string]>([
  [
    "before, between and after the parts of a reply",
    `const seen = [read()];
    const response = await fetch(asked(5));
    seen.push(read());
    await response.text();
    return [...seen, read()].join();`,
  ],
  ["after a reply that nobody reads", "await fetch(asked(5)); return read();"],
  ["after one without a body", "await fetch(asked(5), { method: 'HEAD' }); return read();"],
  ["after one by node:http", "await text(await get(asked(5))); return read();"],
  [
    "after one that failed",
    "await fetch('http://127.0.0.1:1').catch(() => undefined); return read();",
  ],
  [
    "after a form was sent",
    `const form = new FormData();
    form.append("file", new Blob(["content"]), "file.txt");
    await (await fetch(asked(5), { method: "POST", body: form })).text();
    return read();`,
  ],
  [
    "side by side, whichever reply comes first",
    `const branch = async (wait) => {
      await (await fetch(asked(wait))).json();
      const first = read();
      await (await fetch(asked(wait + 1))).json();
      return first + " " + read();
    };
    return (await Promise.all([30, 1, 20, 10].map(branch))).join();`,
  ],
  [
    "side by side by different clients",
    `const byFetch = async (wait) => (await (await fetch(asked(wait))).text(), read());
    const byHttp = async (wait) => (await text(await get(asked(wait))), read());
    return (await Promise.all([byFetch(30), byHttp(20), byFetch(10), byHttp(1)])).join();`,
  ],
])("a tool reads the same in a replay %s", async (_, look) => {
  const clerk = await looking(look, { top: TOP });
  await clerk.play([...recordedAs("fixtures"), "--trials", "8"]);
  const recorded = clerk.seen();
  expect(recorded["look 8"]).toMatch(/\d{13} 0\.\d+ [\da-f-]{36}$/);
  const { code } = await clerk.play(["--trials", "8"]);
  expect({ code, seen: clerk.seen() }).toEqual({ code: 0, seen: recorded });
});
