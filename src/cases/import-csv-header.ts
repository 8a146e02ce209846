/** What is wrong with the header line, in a sentence; undefined where nothing is. */
export function headerProblem(names: readonly string[]): string | undefined {
  if (names.length === 0) return "the file is empty.";
  const nameless = names.findIndex((name) => name === "" || name.split(".").includes(""));
  if (nameless >= 0) return `column ${nameless + 1} has no name.`;
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) return `there are two columns ${twice}.`;
  for (const name of names) {
    const inner = names.find((other) => other.startsWith(`${name}.`));
    if (inner !== undefined) return `${inner} is a part of ${name}: there can be only one of both.`;
  }
  if (names.includes("user") || names.includes("turns")) return undefined;
  return `there is no column user. The first line names the columns, with commas between them: id,user,expect.final_agent. It has: ${names.join(", ")}.`;
}
