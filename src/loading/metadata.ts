import { parseSync } from "oxc-parser";

/** A class in the metadata of decorators, as oxc writes it: `typeof Order === "undefined" ? Object : Order`. */
const CLASS =
  /typeof ([\w$]+) === "undefined"(?: \|\| typeof [\w$.]+ === "undefined")* \? Object : \1((?:\.[\w$]+)*)/g;

/** Whether code has metadata of decorators that names classes. */
export function namesClasses(code: string): boolean {
  return code.search(CLASS) !== -1;
}

/**
 * Code whose metadata is what it is where `tsc` compiles to CommonJS: `undefined` for a class that is not there yet, because
 * modules import each other, and `Object` for what is no class. `needed` are the imports that are not for metadata alone. The others
 * are looked up when the code runs, since an ES module that imports what is not exported does not load. No line moves.
 */
export function withLateClasses(code: string, needed: ReadonlySet<string>): string {
  const { staticImports } = parseSync("module.js", code, { sourceType: "module" }).module;
  const lookUps = new Map<string, string>();
  let made = "";
  let from = 0;
  let last = "";
  for (const [index, { start, end, moduleRequest, entries }] of staticImports.entries()) {
    const late = entries.filter(
      ({ importName, localName }) => importName.kind === "Name" && !needed.has(localName.value),
    );
    if (late.length === 0) continue;
    const all = `__late${index}`;
    for (const { importName, localName } of late)
      lookUps.set(localName.value, `${all}[${JSON.stringify(importName.name)}]`);
    const named = entries.filter(
      (entry) => entry.importName.kind === "Name" && !late.includes(entry),
    );
    const names = named.map(({ importName, localName }) =>
      code.slice(importName.start ?? localName.start, localName.end),
    );
    const statement = code.slice(start, end).replace(/\{[^}]*\}/, `{ ${names.join(", ")} }`);
    made += code.slice(from, start) + statement;
    from = end;
    last += `\nimport * as ${all} from ${JSON.stringify(moduleRequest.value)};`;
  }
  const withClasses = (made + code.slice(from)).replace(
    CLASS,
    (_, name: string, members: string) => {
      const found = (lookUps.get(name) ?? name) + members.replaceAll(".", "?.");
      return `(() => { try { const found = ${found}; return typeof found === "function" ? found : Object; } catch {} })()`;
    },
  );
  return withClasses + last;
}
