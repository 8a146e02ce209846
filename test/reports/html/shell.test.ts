import { expect, it } from "vitest";
import { inlineScript, pageHead, partElement } from "../../../src/reports/html/shell.ts";

it.each([
  ["the end of a script", "</script>", "\\x3c/script>"],
  ["in any case", "</SCRIPT >", "\\x3c/SCRIPT >"],
  ["what makes a browser read on after it", "<!--<script>", "\\x3c!--\\x3cscript>"],
  ["a control character", "\u0001", "\\u0001"],
  ["what turns the direction of writing", "\u202e", "\\u202e"],
])("spells out in a script of a page: %s", (_, text, spelled) => {
  expect(inlineScript(`a("${text}")`)).toBe(`a("${spelled}")`);
  expect(new Function(`return "${spelled}"`)()).toBe(text);
});

it("writes names as text", () => {
  const name = 'a"><script>';
  expect(pageHead("</title><b>")).toContain("<title>&lt;/title>&lt;b></title>");
  const part = partElement({ name, type: name, bytes: Buffer.from("x") });
  expect(part).toMatch(/^<script [^<]*>eA==<\/script>\n$/);
  expect(part).toContain('data-part="a&quot;>&lt;script>"');
});

it("says what it needs where scripts are not allowed", () => {
  expect(pageHead("x")).toMatch(/<noscript>This report is read by a script that stands in it\./);
});

it.each([
  ["document", " img-src data:; media-src data:;"],
  ["server", " connect-src 'self'; img-src 'self' data:; media-src 'self' data:;"],
] as const)("lets in nothing but its own script, and what stands in the %s", (source, more) => {
  const [, policy = ""] =
    /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(pageHead("x", source)) ?? [];
  expect(policy.replace(/sha256-[\w+/]+=/, "…")).toBe(
    `default-src 'none'; script-src '…';${more} base-uri 'none'; form-action 'none'`,
  );
});
