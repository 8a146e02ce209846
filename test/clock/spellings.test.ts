import { describe, expect, it } from "vitest";
import { looking, recordedAs } from "./looking.ts";

const TOP = `
  import crypto, { randomBytes, randomFillSync, randomInt, randomUUID, webcrypto } from "node:crypto";
  import { createRequire } from "node:module";
  import { setTimeout as sleep } from "node:timers/promises";
  import { promisify } from "node:util";
  const require = createRequire(import.meta.url);
  const { random } = Math;
  const { now } = Date;
  const Captured = Date;
  class Later extends Date { plus(ms) { return new this.constructor(+this + ms); } }
  const hex = (bytes) => Buffer.from(bytes).toString("hex");
  const pair = (use) => new Promise((resolve) => use((error, drawn) => resolve(drawn)));
  const format = new Intl.DateTimeFormat("en", { fractionalSecondDigits: 3, second: "numeric" });
`;

/** Every way to read the time to the millisecond. */
const TIMES: readonly string[] = [
  "new Date().toISOString()",
  "Date.now()",
  "now()",
  "+new Captured()",
  "new Later().plus(1).getTime()",
  "+Reflect.construct(Date, [])",
  "+new (new Date(0).constructor)()",
  "+new globalThis.Date()",
  "format.format()",
  "format.formatToParts().map(({ value }) => value).join('')",
];

/** Every way to draw at random. */
const DRAWS: readonly string[] = [
  "Math.random()",
  "random()",
  "randomUUID()",
  "crypto.randomUUID({ disableEntropyCache: true })",
  "globalThis.crypto.randomUUID()",
  "require('crypto').randomUUID()",
  "process.getBuiltinModule('crypto').randomUUID()",
  "(await import('crypto')).randomUUID()",
  "hex(globalThis.crypto.getRandomValues(new Uint8Array(8)))",
  "hex(webcrypto.getRandomValues(new Uint32Array(2)).buffer)",
  "hex(crypto.getRandomValues(new Uint8Array(8)))",
  "hex(randomBytes(8))",
  "hex(crypto.pseudoRandomBytes(8))",
  "hex(await pair((done) => randomBytes(8, done)))",
  "hex(await promisify(crypto.randomBytes)(8))",
  "hex(randomFillSync(Buffer.alloc(8)))",
  "hex(await pair((done) => crypto.randomFill(new Uint8Array(8), done)))",
  "randomInt(2 ** 47)",
  "randomInt(5, 2 ** 40)",
  "await pair((done) => randomInt(0, 2 ** 40, done))",
];

describe("what a tool reads is what it read when it was recorded", () => {
  it("in every spelling, with no change to its code", async () => {
    const spellings = [...TIMES, ...DRAWS];
    const clerk = await looking("return String(await spellings[id]());", {
      top: `${TOP} const spellings = { ${spellings.map((code, at) => `${at}: async () => ${code}`).join(", ")} };`,
      cases: spellings.map((_, at) => ({ id: String(at) })),
    });
    const read = async (args: readonly string[]): Promise<readonly string[]> => {
      await clerk.play(args);
      const seen = clerk.seen();
      return spellings.map((code, at) => `${code}: ${seen[`${at} 1`]}`);
    };
    const recorded = await read(recordedAs("fixtures"));
    expect(await read([])).toEqual(recorded);
    // Each is one that would not replay by itself.
    const real = await read(["--clock", "real"]);
    expect(real.filter((line) => recorded.includes(line))).toEqual([]);
    const again = await read(recordedAs("others"));
    expect(again.filter((line) => recorded.includes(line))).toEqual([]);
  });

  it("where nothing of node:crypto was loaded before", async () => {
    const clerk = await looking("return globalThis.crypto.randomUUID();");
    const imported = await looking("return (await import('crypto')).randomUUID();");
    for (const one of [clerk, imported]) {
      await one.play(recordedAs("fixtures"), true);
      const recorded = one.seen();
      const { code } = await one.play([], true);
      expect({ code, seen: one.seen() }).toEqual({ code: 0, seen: recorded });
    }
  });

  it("in the instructions and in the factory too, and not at the top of the module", async () => {
    const clerk = await looking("return `${made} ${loaded > 1_700_000_000_000}`;", {
      top: "const loaded = Date.now();",
      factory: "const made = `${new Date().toISOString()} ${Math.random()}`;",
      agent: "instructions: () => `It is ${new Date().toISOString()}, of ${Math.random()}.`",
      cases: [{ id: "look", now: "2001-02-03T04:05:06.789Z" }],
    });
    await clerk.play(recordedAs("fixtures"));
    const recorded = clerk.seen();
    expect(recorded["look 1"]).toMatch(/^2001-02-03T04:05:06.789Z 0\.\d+ true$/);
    const { code } = await clerk.play();
    expect({ code, seen: clerk.seen() }).toEqual({ code: 0, seen: recorded });
  });
});

it("leaves Date and what draws as they were in every other respect", async () => {
  const code = `
    class Own extends Date { own = 1 }
    const refused = (act) => { try { act(); return "let through"; } catch (error) { return error.code ?? error.name; } };
    const words = crypto.randomFillSync(new Uint16Array(4), 1, 2);
    return JSON.stringify([
      String(Date), Date.name, Date.length, typeof Date(), Date.UTC(2020, 1), Date.parse("2020-01-01"),
      new Date(2020, 1, 2, 3).getHours(), +new Date("2020-01-01T00:00:00Z"), +new Date(null), String(new Date(undefined)),
      new Own() instanceof Own, new Own() instanceof Date, new Own().own, new Date().constructor === Date,
      types.isDate(new Date()), structuredClone(new Date()) instanceof Date, Object.prototype.toString.call(new Date()),
      crypto.randomUUID().length, crypto.randomUUID()[14], /[89ab]/.test(crypto.randomUUID()[19]),
      words[0], words[3], words.slice(1, 3).some((word) => word > 0), randomInt(3, 4), Math.random() < 1,
      refused(() => crypto.randomBytes(-1)), refused(() => crypto.randomInt(1.5)), refused(() => crypto.randomInt(7, 7)),
      refused(() => webcrypto.getRandomValues([])), refused(() => webcrypto.getRandomValues(new Uint8Array(70000))),
      refused(() => (0, webcrypto.getRandomValues)(new Uint8Array(1))), refused(() => crypto.randomFill(new Uint8Array(1))),
      refused(() => crypto.randomUUID(1)), refused(() => setTimeout("go", 1)), typeof setTimeout(() => {}, 0).refresh,
      new Intl.DateTimeFormat("en", { timeZone: "UTC" }).format(0), typeof setTimeout[promisify.custom],
    ]);`;
  const top = `${TOP} import { types } from "node:util";`;
  const clerk = await looking(code, { top });
  await clerk.play(recordedAs("fixtures"));
  const inside = clerk.seen();
  expect(inside["look 1"]).toContain('"function Date() { [native code] }","Date",7,"string"');
  const outside = await looking(code, { top });
  await outside.play([...recordedAs("fixtures"), "--clock", "real"]);
  expect(inside).toEqual(outside.seen());
});

it("draws keys as ever: no key can be told from a tape", async () => {
  const clerk = await looking(
    `const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const made = await webcrypto.subtle.generateKey("Ed25519", true, ["sign"]);
    globalThis.keys = [
      generateKeySync("aes", { length: 128 }).export().toString("hex"),
      privateKey.export({ format: "pem", type: "pkcs8" }),
      Buffer.from(await webcrypto.subtle.exportKey("pkcs8", made.privateKey)).toString("hex"),
    ];
    appendFileSync("keys.jsonl", JSON.stringify(globalThis.keys) + "\\n");
    return "Made.";`,
    {
      top: `import { generateKeyPairSync, generateKeySync, webcrypto } from "node:crypto";
        import { appendFileSync } from "node:fs";`,
      cases: [{ id: "look", seed: 1, now: "2001-01-01" }],
    },
  );
  await clerk.play(recordedAs("fixtures"));
  expect((await clerk.play()).code).toBe(0);
  const [recorded = [], replayed = []] = clerk
    .read("keys.jsonl")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as string[]);
  expect(recorded).toHaveLength(3);
  expect(replayed.filter((key) => recorded.includes(key))).toEqual([]);
});
