import {
  ElementFlags,
  SignatureKind,
  SymbolFlags,
  TypeFlags,
  type Symbol,
  type Type,
} from "typescript/unstable/sync";
import {
  isArrayTypeNode,
  isMappedTypeNode,
  isMethodDeclaration,
  isMethodSignatureDeclaration,
  isNamedTupleMember,
  isOptionalTypeNode,
  isTupleTypeNode,
  isTypeReferenceNode,
  type TypeNode,
} from "typescript/unstable/ast";
import { dateSchema, datesAreClear } from "../schema/call-arguments.ts";
import {
  arraySchema,
  documented,
  literalSchema,
  objectSchema,
  tupleSchema,
  unionSchema,
} from "../schema/schema.ts";
import type { JsonSchema } from "../schema/signature.ts";
import { docBefore } from "../syntax/jsdoc.ts";
import type { CheckedModule } from "./checker.ts";
import type { TypeReading } from "./known-types.ts";
import { refuseUnknown } from "./unknown-type.ts";
import { quoted, Unreadable, within } from "./unreadable.ts";
import {
  declarationsOf,
  followed,
  inWrittenOrder,
  isLibrary,
  propertiesInOrder,
  written as writtenAs,
  type Written,
} from "./written.ts";

/** Where a type is read. */
export interface TypeContext {
  readonly module: CheckedModule;
  /** The types that are being read now, by their ids; a type that reaches one of them again refers to itself. */
  readonly open: readonly number[];
  /** A property of the outermost object that is left out, whatever its type. */
  readonly hidden?: string | undefined;
}

/** Reads a type; `written` is how it is spelled, if it is. Throws Unreadable if it has no JSON Schema. */
export function readType(
  type: Type,
  written: Written | undefined,
  context: TypeContext,
): TypeReading {
  if (type.isErrorType()) return refuseUnknown(written, context.module);
  if (type.isUnionType() && !(type.flags & TypeFlags.Boolean))
    return readUnion(type.getTypes(), type, written, context);
  if (type.flags & TypeFlags.Undefined) return { schema: { not: {} }, optional: true };
  return { schema: readSchema(type, written, context), optional: false };
}

function readSchema(type: Type, written: Written | undefined, context: TypeContext): JsonSchema {
  const { flags } = type;
  const refuse = (clause: string): never => refuseType(type, written, context, clause);
  if (flags & TypeFlags.AnyOrUnknown) return {};
  if (flags & TypeFlags.Boolean) return { type: "boolean" };
  if (type.isBigIntLiteralType()) return refuse("cannot be written in JSON");
  if (type.isLiteralType()) return literalSchema(type.value as string | number | boolean);
  if (flags & TypeFlags.Enum) return refuse("is an enum whose values are computed");
  if (flags & TypeFlags.String) return { type: "string" };
  if (flags & TypeFlags.Number)
    return { type: written?.node.getText() === "integer" ? "integer" : "number" };
  if (flags & TypeFlags.Null) return { type: "null" };
  if (flags & TypeFlags.NonPrimitive) return { type: "object" };
  if (type.isTypeParameter()) return refuse("is a type parameter, which has no JSON Schema");
  if (type.isIntersectionType()) {
    const [base, another] = type.getTypes().filter((part) => !part.isObjectType());
    if (base === undefined) return readObject(type, written, context);
    if (another) return refuseType(another, undefined, context, "is not an object type");
    // The rest is a brand: properties that no value has.
    return readType(base, undefined, context).schema;
  }
  return type.isObjectType() ? readObject(type, written, context) : refuse("has no JSON Schema");
}

function readUnion(
  types: readonly Type[],
  union: Type,
  written: Written | undefined,
  context: TypeContext,
): TypeReading {
  const present = types.filter(({ flags }) => !(flags & TypeFlags.Undefined));
  const optional = present.length < types.length;
  const spelled = written ?? aliasOf(union, context);
  if (present.length === 0) return { schema: { not: {} }, optional };
  const [only] = present;
  if (only && present.length === 1)
    return { schema: readType(only, memberOf(only, spelled, context), context).schema, optional };
  const inside = { ...context, hidden: undefined };
  const both = present.filter(({ flags }) => flags & TypeFlags.BooleanLiteral).length === 2;
  const schemas = inWrittenOrder(present, spelled, context.module).map((member) =>
    both && member.type.flags & TypeFlags.BooleanLiteral
      ? { type: "boolean" }
      : readType(member.type, member.written, inside).schema,
  );
  const schema = unionSchema(schemas);
  if (!datesAreClear(schema))
    refuseType(union, written, context, "does not tell Dates apart: in JSON they are strings");
  return { schema, optional };
}

/** How the one member of a union is written that is not `undefined`. */
function memberOf(
  type: Type,
  union: Written | undefined,
  { module }: TypeContext,
): Written | undefined {
  return union && (inWrittenOrder([type], union, module)[0]?.written ?? union);
}

/** How the alias is written that a type was given. */
function aliasOf(type: Type, { module }: TypeContext): Written | undefined {
  const alias = type.getAliasSymbol();
  if (!alias || type.getAliasTypeArguments().length > 0) return undefined;
  return writtenAs(declarationsOf(alias, module)[0]?.type);
}

function readObject(type: Type, written: Written | undefined, context: TypeContext): JsonSchema {
  const { module, open } = context;
  const { checker } = module;
  const refuse = (clause: string): never => refuseType(type, written, context, clause);
  if (open.includes(type.id) || open.length > 50)
    return refuseType(type, undefined, context, "refers to itself");
  const spelled = written && followed(written, module);
  const inside = { module, open: [...open, type.id] };
  if (type.isTypeReference() && checker.isTupleType(type)) return readTuple(type, spelled, inside);
  if (type.isTypeReference() && checker.isArrayType(type)) {
    const [element] = checker.getTypeArguments(type);
    const part = element && readType(element, elementOf(spelled), inside).schema;
    return arraySchema(part ? [part] : []);
  }
  const symbol = type.getSymbol();
  if (
    symbol?.declarations.some(isLibrary) &&
    symbol.flags & (SymbolFlags.Interface | SymbolFlags.Class)
  ) {
    const standard = standardSchema(symbol.name);
    return standard ?? refuse(isFunction(type, module) ? FUNCTION : "has no JSON Schema");
  }
  if (symbol && symbol.flags & SymbolFlags.Class)
    return refuse("is a class, which has no JSON Schema");
  if (isFunction(type, module)) return refuse(FUNCTION);
  refuseOddKeys(type, spelled, context);
  return readMembers(type, spelled, { ...inside, hidden: context.hidden });
}

const FUNCTION = "is a function, which has no JSON Schema";

function isFunction(type: Type, { checker }: CheckedModule): boolean {
  return [SignatureKind.Call, SignatureKind.Construct].some(
    (kind) => checker.getSignaturesOfType(type, kind).length > 0,
  );
}

function standardSchema(name: string): JsonSchema | undefined {
  switch (name) {
    case "Date":
      return dateSchema;
    case "String":
    case "Number":
    case "Boolean":
    case "Object":
      return { type: name.toLowerCase() };
    default:
      return undefined;
  }
}

/** The checker makes a record of keys that no object has an object without properties. */
function refuseOddKeys(type: Type, written: Written | undefined, context: TypeContext): void {
  if (type.getAliasSymbol()?.name !== "Record") return;
  const [keys] = type.getAliasTypeArguments();
  const parts = keys?.isUnionType() ? keys.getTypes() : keys ? [keys] : [];
  const fits =
    TypeFlags.StringLike |
    TypeFlags.NumberLike |
    TypeFlags.ESSymbolLike |
    TypeFlags.TemplateLiteral;
  if (!keys || parts.every(({ flags }) => flags & fits)) return;
  const node =
    written && isTypeReferenceNode(written.node) ? written.node.typeArguments?.[0] : undefined;
  refuseType(keys, writtenAs(node), context, "cannot be the keys of a record");
}

function readTuple(type: Type, written: Written | undefined, context: TypeContext): JsonSchema {
  const { checker } = context.module;
  if (!type.isTypeReference()) return {};
  const target = type.getTarget();
  const flags = target.isTupleType() ? target.elementFlags : [];
  const nodes = written && isTupleTypeNode(written.node) ? written.node.elements : [];
  const places: JsonSchema[] = [];
  let needed = 0;
  let rest: JsonSchema | undefined;
  for (const [at, element] of checker.getTypeArguments(type).entries()) {
    const flag = flags[at] ?? ElementFlags.Required;
    const node = nodes[at] && elementType(nodes[at]);
    const isRest = Boolean(flag & ElementFlags.Variable);
    const { schema } = readType(
      element,
      isRest ? undefined : writtenAs(node, written?.parameters),
      context,
    );
    if (rest) refuseType(type, written, context, "has elements after its rest");
    else if (isRest) rest = schema;
    else places.push(schema);
    if (flag & ElementFlags.Required) needed = places.length;
  }
  return tupleSchema(places, needed, rest);
}

function elementType(node: TypeNode): TypeNode {
  return isNamedTupleMember(node) || isOptionalTypeNode(node) ? node.type : node;
}

function elementOf(array: Written | undefined): Written | undefined {
  if (!array) return undefined;
  const { node, parameters } = array;
  if (isArrayTypeNode(node)) return { node: node.elementType, parameters };
  return isTypeReferenceNode(node) ? writtenAs(node.typeArguments?.[0], parameters) : undefined;
}

/** The schema of an object with these members; a JSDoc before a property becomes its description. */
function readMembers(type: Type, written: Written | undefined, context: TypeContext): JsonSchema {
  const { module, open, hidden } = context;
  const { checker } = module;
  const properties = new Map<string, JsonSchema>();
  const required = new Set<string>();
  for (const property of recordOrder(propertiesInOrder(type, module), written, context)) {
    const { name, flags } = property;
    if (name === hidden || name.startsWith("__@")) continue;
    const { schema, optional } = within(name, () =>
      readProperty(property, written, { module, open }),
    );
    properties.set(name, schema);
    if (!optional && !(flags & SymbolFlags.Optional)) required.add(name);
  }
  let additional: JsonSchema | undefined;
  for (const { keyType, valueType } of checker.getIndexInfosOfType(type)) {
    if (keyType.flags & TypeFlags.ESSymbol) continue;
    additional = readType(valueType, undefined, { module, open }).schema;
  }
  return objectSchema(properties, required, additional);
}

/** The keys of a record or a mapped type as they are written. */
function recordOrder(
  properties: readonly Symbol[],
  written: Written | undefined,
  { module }: TypeContext,
): readonly Symbol[] {
  const keys = writtenAs(written && keysIn(written.node), written?.parameters);
  const names = keys && module.checker.getTypeFromTypeNode(keys.node);
  if (!keys || !names?.isUnionType()) return properties;
  const order = inWrittenOrder(names.getTypes(), keys, module).map(({ type }) =>
    type.isLiteralType() ? String(type.value) : "",
  );
  return properties.toSorted((one, other) => order.indexOf(one.name) - order.indexOf(other.name));
}

function keysIn(node: TypeNode): TypeNode | undefined {
  if (isMappedTypeNode(node)) return node.typeParameter.constraint;
  const isRecord = isTypeReferenceNode(node) && node.typeName.getText() === "Record";
  return isRecord ? node.typeArguments?.[0] : undefined;
}

function readProperty(
  property: Symbol,
  object: Written | undefined,
  context: TypeContext,
): TypeReading {
  const { module } = context;
  const type = module.checker.getTypeOfSymbol(property);
  const [declaration] = declarationsOf(property, module);
  if (
    declaration &&
    (isMethodSignatureDeclaration(declaration) || isMethodDeclaration(declaration))
  )
    throw new Unreadable(`${quoted(declaration.getText().replace(/[;,]$/, ""))} ${FUNCTION}`);
  if (!type) throw new Unreadable("its type is not known");
  const reading = readType(type, writtenAs(declaration?.type, object?.parameters), context);
  const doc =
    declaration &&
    docBefore(declaration.getFullText().slice(0, declaration.getLeadingTriviaWidth()));
  return { ...reading, schema: documented(reading.schema, doc) };
}

/** Refuses a type, with a clause that follows its code, such as "is a class". */
function refuseType(
  type: Type,
  written: Written | undefined,
  { module }: TypeContext,
  clause: string,
): never {
  const code = written ? written.node.getText() : module.checker.typeToString(type);
  throw new Unreadable(`${quoted(code)} ${clause}`);
}
