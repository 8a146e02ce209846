import type { BindingProperty, ObjectPattern } from "oxc-parser";
import type { JsDoc, JsDocParameter } from "../syntax/jsdoc.ts";
import { objectSchema, propertiesOf, requiredOf } from "../schema/object.ts";
import { propertyName } from "../syntax/children.ts";
import { readDefault, parameterOf, type ParameterSources } from "./read-parameter.ts";
import { refined, withDocProperties } from "./read-doc-properties.ts";
import { parseJsDocType, readJsDocType, type TypeInContext } from "../types/jsdoc-type.ts";
import { readType } from "../types/read-type.ts";
import type { Scope } from "../syntax/scope.ts";
import type { JsonSchema, Parameter } from "../schema/signature.ts";
import { Unreadable, within } from "../types/type-reading.ts";

const hidden = "contextVariables";

/** What a destructured parameter asks for. */
export interface Destructured {
  readonly parameters: readonly Parameter[];
  readonly contextVariables: "property" | undefined;
}

/** Reads the properties of a function's one destructured parameter: those of its type, else those that it takes apart. Throws Unreadable. */
export function readDestructured(pattern: ObjectPattern, sources: ParameterSources): Destructured {
  const taken = new Map<string, BindingProperty>();
  for (const property of pattern.properties) {
    const name = property.type === "Property" ? propertyName(property) : undefined;
    if (property.type === "Property" && name !== undefined) taken.set(name, property);
    else if (!sources.type) throw new Unreadable("its properties are not all named");
  }
  const type = sources.type ?? typeInDoc(sources);
  const inside = { ...sources, doc: ofProperties(sources.doc) };
  const parameters = type
    ? readTyped(type, taken, inside)
    : [...taken].flatMap(([name, { value }]) =>
        name === hidden ? [] : [within(name, () => readUntyped(name, value, inside))],
      );
  return { parameters, contextVariables: taken.has(hidden) ? "property" : undefined };
}

function readTyped(
  { type, context }: TypeInContext,
  taken: ReadonlyMap<string, BindingProperty>,
  { scope, doc }: ParameterSources,
): Parameter[] {
  const { schema } = readType(type, { ...context, hidden });
  const properties = propertiesOf(schema);
  for (const name of taken.keys())
    if (!properties.has(name) && name !== hidden)
      within(name, () => {
        throw new Unreadable("its type does not have this property");
      });
  const required = requiredOf(schema);
  return [...properties].map(([name, part]) =>
    parameterOf(
      name,
      refined(withDocProperties(part, name, doc, scope), saidOf(name, doc)),
      required.has(name) && taken.get(name)?.value.type !== "AssignmentPattern",
    ),
  );
}

function readUntyped(
  name: string,
  value: BindingProperty["value"],
  { scope, doc }: ParameterSources,
): Parameter {
  const said = saidOf(name, doc);
  const initial = value.type === "AssignmentPattern" ? value.right : undefined;
  const { schema, optional } =
    said?.type === undefined
      ? { schema: readPattern(value, scope), optional: false }
      : readJsDocType(said.type, scope);
  const whole = refined(withDocProperties(schema, name, doc, scope), said);
  return parameterOf(name, whole, !initial && !optional && !said?.optional);
}

function readPattern(value: BindingProperty["value"], scope: Scope): JsonSchema {
  const target = value.type === "AssignmentPattern" ? value.left : value;
  if (target.type === "ObjectPattern") return readObjectPattern(target, scope);
  if (target.type === "ArrayPattern") return { type: "array", items: {} };
  return readDefault(value.type === "AssignmentPattern" ? value.right : undefined, scope);
}

function readObjectPattern({ properties }: ObjectPattern, scope: Scope): JsonSchema {
  const read = new Map<string, JsonSchema>();
  const required = new Set<string>();
  for (const property of properties) {
    const name = property.type === "Property" ? propertyName(property) : undefined;
    if (property.type !== "Property" || name === undefined) return { type: "object" };
    read.set(
      name,
      within(name, () => readPattern(property.value, scope)),
    );
    if (property.value.type !== "AssignmentPattern") required.add(name);
  }
  return objectSchema(read, required);
}

function saidOf(name: string, doc: JsDoc | undefined): JsDocParameter | undefined {
  return doc?.parameters.find((said) => said.name === name);
}

/** What the JSDoc says of the properties, as `@param from` or `@param anything.from`. */
function ofProperties(doc: JsDoc | undefined): JsDoc | undefined {
  return (
    doc && {
      ...doc,
      parameters: doc.parameters.flatMap((said) => [
        said,
        { ...said, name: said.name.replace(/^[^.]*\./, "") },
      ]),
    }
  );
}

/** The type that `@param {{ from: string }} options` gives the object as a whole. */
function typeInDoc({ doc, scope }: ParameterSources): TypeInContext | undefined {
  const said = doc?.parameters.find(({ type }) => type?.startsWith("{"));
  return said?.type === undefined ? undefined : parseJsDocType(said.type, scope);
}
