import { describe, expect, it } from "vitest";
import { leavingLine } from "../../src/models/leaving.ts";
import { DEFAULT_MODEL, MODELS, TABLE_ORIGIN } from "../../src/models/table.ts";

describe("the table of models", () => {
  it("says when it was made, and from what", () => {
    expect(TABLE_ORIGIN).toMatchObject({
      date: expect.stringMatching(/^\d{4}-\d{2}$/),
      prices: expect.stringMatching(/^https:/),
      days: expect.stringMatching(/^https:/),
    });
  });

  it("has days that are days, and a successor only of what leaves", () => {
    const leaving = Object.values(MODELS).filter(({ leaves }) => leaves !== undefined);
    for (const { leaves = "" } of leaving)
      expect(new Date(leaves).toISOString()).toBe(`${leaves}T00:00:00.000Z`);
    const staying = Object.values(MODELS).filter((entry) => !leaving.includes(entry));
    expect(staying.filter(({ successor }) => successor !== undefined)).toEqual([]);
  });

  it("has a model for agents that name none: it stays, and takes tools as they are", () => {
    expect(Object.keys(MODELS)).toContain(DEFAULT_MODEL);
    const entry = MODELS[DEFAULT_MODEL];
    expect(entry?.leaves).toBeUndefined();
    expect(entry?.toolsNeedResponses).toBeUndefined();
  });
});

describe("a model that leaves", () => {
  const on = (day: string, model: string): string | undefined =>
    leavingLine(model, "Triage", new Date(`${day}T12:00:00Z`));

  it("is named within 90 days, with what is recommended in its place and the source", () => {
    expect(on("2026-11-30", "gpt-4o")).toBe(
      `gpt-4o, asked by Triage, leaves OpenAI's API on 2027-01-14, in 45 days; OpenAI recommends gpt-6-luna in its place (${TABLE_ORIGIN.days}, as of ${TABLE_ORIGIN.date}). Its recordings go on to replay.`,
    );
    expect(on("2027-01-13", "gpt-4o")).toContain("on 2027-01-14, in 1 day;");
  });

  it.each(["2026-10-15", "2026-01-01"])("is not named earlier, as on %s", (day) => {
    expect(on(day, "gpt-4o")).toBeUndefined();
  });

  it("is named when it has left", () => {
    expect(on("2027-01-14", "gpt-4o-mini-2024-07-18")).toMatch(
      /^gpt-4o-mini-2024-07-18, asked by Triage, left OpenAI's API on 2027-01-14;/,
    );
  });

  it.each([DEFAULT_MODEL, "llama3", "constructor", "openai/gpt-4o"])(
    "is not %s, of which nothing is known",
    (model) => {
      expect(on("2027-01-13", model)).toBeUndefined();
    },
  );
});
