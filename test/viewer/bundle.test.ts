import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rolldown, type InputOptions, type OutputOptions } from "rolldown";
import { expect, it, onTestFinished } from "vitest";
import bundles from "../../rolldown.config.ts";

const viewer = bundles.find(({ input }) => Object.keys(input ?? {}).includes("viewer"));
const { output, ...input } = viewer as InputOptions & { readonly output: OutputOptions };

it("refuses to be built with a module of Node, even one that it would not use", async () => {
  const directory = mkdtempSync(join(tmpdir(), "viewer-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const entry = join(directory, "main.ts");
  writeFileSync(
    entry,
    'import { inspect } from "node:util"; console.log(typeof 1, () => inspect);',
  );
  const built = async () => {
    await using bundle = await rolldown({ ...input, input: { viewer: entry } });
    await bundle.generate(output);
  };
  await expect(built()).rejects.toThrow("is part of the viewer, and imports node:util");
});

it("comes with the licences of what it bundles", async () => {
  await using bundle = await rolldown(input);
  const built = await bundle.generate(output);
  const licences = built.output.find(({ fileName }) => fileName === "viewer.LICENSES.txt");
  const text = licences?.type === "asset" ? String(licences.source) : "";
  for (const name of ["@dagrejs/dagre", "d3-scale", "diff", "preact"])
    expect(text).toMatch(new RegExp(`^${name} \\d`, "m"));
});
