/** An ES module that exports the members of a JSON file by name, and the whole by default. Throws SyntaxError. */
export function jsonModule(path: string, text: string): string {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new SyntaxError(`${path} is not JSON: ${(error as Error).message}`);
  }
  const names =
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.keys(value).filter((name) => name !== "default" && name.isWellFormed())
      : [];
  return [
    `const json = JSON.parse(${JSON.stringify(JSON.stringify(value))});`,
    "export default json;",
    ...names.map(
      (name, index) =>
        `const json${index} = json[${JSON.stringify(name)}]; export { json${index} as ${JSON.stringify(name)} };`,
    ),
  ].join("\n");
}
