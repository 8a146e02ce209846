import { readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { looking, recordedAs, type Looking } from "./looking.ts";

/** What a tool reads at three moments, and what a timer moves. */
const READ = `
  const read = () => [Date.now(), Math.random(), randomUUID()].join(" ");
  const first = read();
  await new Promise((resolve) => setTimeout(resolve, trial % 3));
  return first + " " + read();
`;
const TOP = 'import { randomUUID } from "node:crypto";';

/** The clock that a tape notes. */
function clockOn(clerk: Looking, tape: string): { readonly now: string; readonly seed: string } {
  const [header = ""] = clerk.read(tape).split("\n");
  return (JSON.parse(header) as { clock: { now: string; seed: string } }).clock;
}

it("gives 64 trials side by side a time and dice of their own, alone as in company", async () => {
  const clerk = await looking(READ, { top: TOP, calls: 3 });
  const together = ["--trials", "64", "--concurrency", "64"];
  await clerk.play([...recordedAs("fixtures"), ...together]);
  const recorded = clerk.seen();
  const words = Object.values(recorded).flatMap((text) => text.split(/\s/));
  const drawn = words.filter((word) => !/^\d+$/.test(word));
  expect(drawn).toHaveLength(64 * 3 * 2 * 2);
  expect(new Set(drawn).size).toBe(drawn.length);
  for (const concurrency of ["64", "3"]) {
    const { code } = await clerk.play(["--trials", "64", "--concurrency", concurrency]);
    expect({ code, seen: clerk.seen() }).toEqual({ code: 0, seen: recorded });
  }
  await clerk.play();
  expect(clerk.seen()).toEqual({ "look 1": recorded["look 1"] });
});

it("gives each trial ids of its own from a package that keeps a pool of random bytes", async () => {
  const clerk = await looking(
    "return nanoid() + ' ' + createRequire(import.meta.url)('nanoid').nanoid(7);",
    {
      top: 'import { createRequire } from "node:module"; import { nanoid } from "nanoid";',
    },
  );
  // vitest brings it.
  const packages = fileURLToPath(new URL("../../node_modules/", import.meta.url));
  symlinkSync(join(packages, "nanoid"), join(clerk.directory, "node_modules", "nanoid"));
  await clerk.play([...recordedAs("fixtures"), "--trials", "5"]);
  const recorded = clerk.seen();
  expect(recorded["look 5"]).toMatch(/^[\w-]{21} [\w-]{7}$/);
  expect(new Set(Object.values(recorded)).size).toBe(5);
  const { code } = await clerk.play(["--trials", "5", "--concurrency", "1"]);
  expect({ code, seen: clerk.seen() }).toEqual({ code: 0, seen: recorded });
  await clerk.play(["--trials", "2"]);
  expect(clerk.seen()["look 2"]).toBe(recorded["look 2"]);
});

it("starts at the time of the recording, and is as late as its replies were", async () => {
  const clerk = await looking("return new Date().toISOString();", { calls: 2 });
  const before = Date.now();
  await clerk.play(recordedAs("fixtures"));
  const after = Date.now();
  const tape = "fixtures/clerk/look.1.jsonl";
  const start = Date.parse(clockOn(clerk, tape).now);
  expect(start).toBeGreaterThanOrEqual(before);
  expect(start).toBeLessThanOrEqual(after);
  const ends = [...clerk.read(tape).matchAll(/"reply":\d+.*?"at":(\d+)/g)].map(([, at]) => at);
  const { "look 1": seen = "" } = clerk.seen();
  const read = seen.split("\n").map((time) => String(Date.parse(time) - start));
  expect(read).toEqual(ends.slice(0, 2));
});

it("shows nothing of it to what runs outside of trials at the same time", async () => {
  const clerk = await looking(
    `while (outside.length < 3) await new Promise((resolve) => setTimeout(resolve, 1));
    const isReal = outside.every(({ time, draw }) => time > Date.parse("2020-01-01") && draw !== Math.random());
    return [new Date().getFullYear(), isReal, new Set(outside.map(({ draw }) => draw)).size > 1].join();`,
    {
      top: `const outside = [];
        setInterval(() => outside.push({ time: Date.now(), draw: Math.random() }), 1).unref();`,
      cases: [{ id: "look", now: "2001-02-03", seed: 7 }],
    },
  );
  await clerk.play(recordedAs("fixtures"));
  expect(clerk.seen()).toEqual({ "look 1": "2001,true,true" });
});

it("lets a case fix where its clock starts, and its dice, which beats the tape", async () => {
  const look = "return new Date().toISOString().slice(0, 19) + ' ' + Math.random();";
  const fixed = { now: "2001-02-03T05:05:06+01:00", seed: "dice" };
  const clerk = await looking(look, { cases: [{ id: "look", ...fixed }] });
  await clerk.play(recordedAs("one"));
  await clerk.play(recordedAs("other"));
  const tapes = ["one", "other"].map((name) => clockOn(clerk, `${name}/clerk/look.1.jsonl`));
  expect(tapes).toEqual([1, 2].map(() => ({ now: "2001-02-03T04:05:06.000Z", seed: "dice" })));
  const [time, draw] = clerk.seen()["look 1"]?.split(" ") ?? [];
  expect(time).toMatch(/^2001-02-03T04:05:0/);

  const edited = await looking(look, { cases: [{ id: "look" }] });
  await edited.play(recordedAs("fixtures"));
  const line = edited
    .read("evals/clerk.jsonl")
    .replace('"id"', '"now":"2001-02-03","seed":"dice","id"');
  edited.write("evals/clerk.jsonl", line);
  expect((await edited.play()).code).toBe(3);
  expect(edited.seen()["look 1"]).toBe(`2001-02-03T00:00:00 ${draw}`);
});

it("has a real clock with --traffic live, unless the case fixes it", async () => {
  const clerk = await looking("return new Date().getFullYear() + ' ' + Math.random();", {
    cases: [{ id: "real" }, { id: "fixed", now: "2001-02-03", seed: 7 }],
  });
  const play = async (...args: readonly string[]): Promise<Record<string, string>> => {
    await clerk.play(["--traffic", "live", ...args]);
    return clerk.seen();
  };
  const [first, second, real] = [await play(), await play(), await play("--clock", "real")];
  expect(first["fixed 1"]).toMatch(/^2001 /);
  expect(second["fixed 1"]).toBe(first["fixed 1"]);
  expect(second["real 1"]).not.toBe(first["real 1"]);
  expect(real["fixed 1"]).not.toMatch(/^2001 /);
});

it.each<[sentence: string, args: readonly string[], config: string | undefined]>([
  ["the flag", ["--clock", "real"], undefined],
  ["the config", [], 'export default { clock: "real" };'],
])("is switched off by %s, and then no tape notes it", async (_, args, config) => {
  const clerk = await looking("return 'Nothing to see.';", {
    cases: [{ id: "look", now: "2001-02-03" }],
  });
  if (config !== undefined) clerk.write("swarm-eval.config.mjs", config);
  await clerk.play([...recordedAs("fixtures"), ...args]);
  expect(clerk.read("fixtures/clerk/look.1.jsonl")).not.toContain('"clock"');
});

it("keeps to real time over a tape that notes no clock, as before", async () => {
  const clerk = await looking("return process.env.TELL ? String(Date.now()) : 'Nothing to see.';");
  await clerk.play([...recordedAs("fixtures"), "--clock", "real"]);
  expect((await clerk.play()).code).toBe(0);
  const tape = clerk.read("fixtures/clerk/look.1.jsonl");
  await clerk.play(["--traffic", "update"]);
  expect(clerk.read("fixtures/clerk/look.1.jsonl")).toBe(tape);
});

it.each(["record", "update"])(
  "keeps the clock of a tape when it is recorded again by %s",
  async (traffic) => {
    const clerk = await looking("return new Date().toISOString().slice(0, 10) + randomUUID();", {
      top: TOP,
      cases: [{ id: "look", seed: 1, now: "2001-02-03" }],
    });
    await clerk.play(recordedAs("fixtures"));
    const tape = clerk.read("fixtures/clerk/look.1.jsonl");
    // Only the tape knows it now.
    clerk.write("evals/clerk.jsonl", '{"id":"look","user":"Look!","expect":{"not_called":["go"]}}');
    const asked = clerk.provider.requests.length;
    await clerk.play(["--traffic", traffic]);
    expect(clerk.provider.requests).toHaveLength(asked);
    expect(clerk.read("fixtures/clerk/look.1.jsonl")).toBe(tape);
  },
);

it("makes a tape that cannot be read again, with a clock of today", async () => {
  const clerk = await looking("return new Date().toISOString();");
  await clerk.play(recordedAs("fixtures"));
  const file = "fixtures/clerk/look.1.jsonl";
  clerk.write(file, clerk.read(file).replace("Look!", "Listen!"));
  await clerk.play(["--traffic", "update"]);
  expect(readdirSync(join(clerk.directory, "fixtures/clerk"))).toEqual(["look.1.jsonl"]);
  expect((await clerk.play()).code).toBe(0);
});

it.each<[sentence: string, look: string]>([
  [
    "waits for a time and does nothing else",
    "const start = Date.now(); while (Date.now() < start + 50); return String(Date.now() - start);",
  ],
  [
    "sleeps until a deadline",
    `const start = Date.now(); let naps = 0;
    while (Date.now() < start + 50) { naps++; await new Promise((resolve) => setTimeout(resolve, 10)); }
    return naps + " " + (Date.now() - start);`,
  ],
  [
    "sleeps by promises",
    `const start = Date.now();
    await sleep(5); await scheduler.wait(6); await promisify(setTimeout)(7);
    for await (const tick of setInterval(8)) if (Date.now() >= start + 34) break;
    return String(Date.now() - start);`,
  ],
  [
    "is ticked at",
    `const start = Date.now(); const seen = [];
    await new Promise((resolve) => {
      const timer = globalThis.setInterval(() => {
        seen.push(Date.now() - start);
        if (seen.length < 3) return;
        clearInterval(timer);
        resolve();
      }, 4);
    });
    return seen.join();`,
  ],
])("ends a loop that %s, each time at the same moment", async (_, look) => {
  const clerk = await looking(look, {
    top: `import { scheduler, setInterval, setTimeout as sleep } from "node:timers/promises";
      import { promisify } from "node:util";`,
  });
  await clerk.play(recordedAs("fixtures"));
  const recorded = clerk.seen();
  expect(recorded["look 1"]).toMatch(/^(?:50|5 50|34|4,8,12)$/);
  await clerk.play(recordedAs("others"));
  expect(clerk.seen()).toEqual(recorded);
  const { code } = await clerk.play();
  expect({ code, seen: clerk.seen() }).toEqual({ code: 0, seen: recorded });
});

it("is not moved by a timer that nobody waits for: clients set some for themselves", async () => {
  const clerk = await looking(
    `const start = Date.now();
    setTimeout(() => {}, 2).unref();
    setInterval(() => {}, 2).unref();
    void sleep(2, undefined, { ref: false });
    void ticks(2, undefined, { ref: false }).next();
    await once(AbortSignal.timeout(20), "abort");
    return String(Date.now() - start);`,
    {
      top: `import { once } from "node:events";
        import { setInterval as ticks, setTimeout as sleep } from "node:timers/promises";`,
    },
  );
  await clerk.play(recordedAs("fixtures"));
  expect(clerk.seen()).toEqual({ "look 1": "0" });
});

it("does not move what is not the trial's own: a provider says in real time when it is asked again", async () => {
  const clerk = await looking("return new Date().toISOString();", {
    cases: [{ id: "look", now: "2001-02-03" }],
    refusal: {
      status: 429,
      headers: { "retry-after": new Date(Date.now() + 1).toUTCString() },
      raw: '{"error":{"message":"Not now."}}',
    },
  });
  const { code } = await clerk.play([...recordedAs("fixtures"), "--timeout", "20000"]);
  expect({ code, year: clerk.seen()["look 1"]?.slice(0, 4) }).toEqual({ code: 0, year: "2001" });
});

it("draws the same after a reply, however often something drew before it", async () => {
  const clerk = await looking(
    `if (existsSync("more")) Math.random();
    await fetch(process.env.OPENAI_BASE_URL + "/ping");
    return String(Math.random());`,
    { top: 'import { existsSync } from "node:fs";' },
  );
  await clerk.play(recordedAs("fixtures"));
  const recorded = clerk.seen();
  clerk.write("more", "");
  const { code } = await clerk.play();
  expect({ code, seen: clerk.seen() }).toEqual({ code: 0, seen: recorded });
});
