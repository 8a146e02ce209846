import { expect, it } from "vitest";
import { codeBlocks } from "../../src/code/code-blocks.ts";

it("takes fenced blocks out of Markdown, wherever they stand, and nothing else", () => {
  const message = [
    "Run `this`, then:",
    "~~~py",
    "print('```')",
    "~~~",
    "1. in a list",
    "   ```Shell title=x",
    "   ls",
    "     deeper",
    "   ```",
    "> quoted",
    "> ```ts",
    "> let a: number",
    "> ```",
    "",
    "    indented",
    "",
    "````rust",
    "```",
    "````",
    "```js",
    "cut off",
  ].join("\n");
  expect(codeBlocks(message)).toEqual([
    { language: "python", code: "print('```')" },
    { language: "sh", code: "ls\n  deeper" },
    { language: "typescript", code: "let a: number" },
    { language: "rust", code: "```" },
    { language: "javascript", code: "cut off" },
  ]);
});

it.each([
  ["python", "# filename: plot.py\nx", "plot.py", "# filename: plot.py\nx"],
  ["js", "// filename: a/b c.js\nx", "a/b c.js", "// filename: a/b c.js\nx"],
  ["html", "<!-- filename: page.html -->\n<p>", "page.html", "<p>"],
  ["csv", "# filename: in.csv\n1,2", "in.csv", "1,2"],
  ["python", "# Draw the chart\nx", undefined, "# Draw the chart\nx"],
  ["python", "x\n# filename: plot.py", undefined, "x\n# filename: plot.py"],
])(
  "names a file only by a first line that does nothing else (%s, %j)",
  (language, text, filename, code) => {
    const [block] = codeBlocks(`\`\`\`${language}\n${text}\n\`\`\``);
    expect(block?.filename).toBe(filename);
    expect(block?.code).toBe(code);
  },
);

it.each([
  ["pip install x", "sh"],
  ["python3 a.py", "sh"],
  ["print(1)", ""],
])("guesses of a fence without a language what starts as a command: %s", (code, language) => {
  expect(codeBlocks(`\`\`\`\n${code}\n\`\`\``)).toEqual([{ language, code }]);
});
