import {
  getTouchingPropertyName,
  isAsExpression,
  isFunctionTypeNode,
  isIdentifier,
  isParameterDeclaration,
  isSatisfiesExpression,
  isTypeAliasDeclaration,
  isTypeReferenceNode,
  isVariableDeclaration,
  SyntaxKind,
  type Expression,
  type Node,
  type ParameterDeclaration,
  type TypeNode,
} from "typescript/unstable/ast";
import {
  ElementFlags,
  SignatureKind,
  TypeFlags,
  type Signature,
  type Type,
  type TypeReference,
} from "typescript/unstable/sync";
import { check, type CheckedModule } from "./checker.ts";
import { docTypeCode, refuseDocType } from "./doc-type.ts";
import type { KnownParameter, KnownType, ModuleTypes, TypeReading } from "./known-types.ts";
import { readType } from "./read-type.ts";
import { quoted, Unreadable } from "./unreadable.ts";
import { written, type Written } from "./written.ts";

/** All that will be asked for. */
interface Asked {
  /** The types of JSDoc. */
  readonly docTypes: Iterable<string>;
  /** Where parameters start that have annotations. */
  readonly annotated: readonly number[];
}

/** The types of a module by TypeScript's checker. Throws if TypeScript cannot be started. */
export class CheckedTypes implements ModuleTypes {
  readonly #module: CheckedModule;
  readonly #docTypes = new Map<string, TypeNode>();
  readonly #annotated: readonly number[];
  #annotations: ReadonlyMap<number, KnownType> | undefined;
  /** By the type and its code: each question to the checker is a round trip to its process. */
  readonly #read = new Map<string, TypeReading>();

  constructor(path: string, text: string, { docTypes, annotated }: Asked) {
    this.#annotated = annotated;
    const codes = new Map([...docTypes].map((type) => [type, docTypeCode(type)]));
    const known = [...codes].filter(([, code]) => code !== undefined);
    // They are read as if they were declared at the end of the module.
    const declared = known.map(([, code], at) => `\ntype ${NAME}${at} = ${code};`);
    if (/\binteger\b/.test(text)) declared.unshift("\ntype integer = number;");
    this.#module = check(path, text + declared.join(""));
    const aliases = this.#module.source.statements.slice(-known.length || Infinity);
    for (const [at, [type]] of known.entries()) {
      const alias = aliases[at];
      if (alias && isTypeAliasDeclaration(alias)) this.#docTypes.set(type, alias.type);
    }
  }

  /** All that was read, libraries of TypeScript included. */
  get files(): readonly string[] {
    return this.#module.files;
  }

  annotated(start: number): KnownType {
    this.#annotations ??= this.#allAnnotations();
    const type = this.#annotations.get(start);
    if (!type) throw new Unreadable("its type cannot be found");
    return type;
  }

  /** In one question, for a module has hundreds. */
  #allAnnotations(): ReadonlyMap<number, KnownType> {
    const annotations = this.#annotated.flatMap((start) => {
      const { type } = this.#parameter(start);
      return type ? [{ start, type }] : [];
    });
    const types = this.#module.checker.getTypeAtLocation(annotations.map(({ type }) => type));
    return new Map(
      annotations.map(({ start, type }, at) => [start, this.#known(types[at], written(type))]),
    );
  }

  expected(start: number): KnownType | undefined {
    const parameter = this.#parameter(start);
    const counterpart = this.#counterpart(parameter);
    if (parameter.initializer && !counterpart) return undefined;
    return this.#ofParameter(parameter, counterpart ?? parameter.type);
  }

  initial(start: number): KnownType | undefined {
    const parameter = this.#parameter(start);
    const { initializer } = parameter;
    return this.#ofParameter(
      parameter,
      initializer && isAsExpression(initializer) ? initializer.type : undefined,
    );
  }

  collected(start: number): readonly KnownParameter[] | undefined {
    const { checker } = this.#module;
    const parameter = this.#parameter(start);
    const type = checker.getTypeAtLocation(parameter);
    if (!type?.isTypeReference() || !checker.isTupleType(type)) return undefined;
    const place = placeOf(parameter);
    // What another function takes has more to tell than the tuple that its parameters make.
    const [node] =
      parameter.type &&
      isTypeReferenceNode(parameter.type) &&
      parameter.type.typeName.getText() === "Parameters"
        ? (parameter.type.typeArguments ?? [])
        : [];
    const other = node && checker.getTypeFromTypeNode(node);
    if (other) return this.#known(other, undefined).parameters();
    const expected = parameter.type ? undefined : this.#expectedSignature(parameter);
    if (expected) return this.#parametersOf(expected).slice(place);
    const own = checker.getSignatureFromDeclaration(parameter.parent);
    return own && this.#parametersOf(own).slice(place);
  }

  documented(text: string): KnownType {
    const node = this.#docTypes.get(text) ?? refuseDocType(text);
    return this.#known(this.#module.checker.getTypeFromTypeNode(node), written(node));
  }

  #parameter(start: number): ParameterDeclaration {
    let node: Node = getTouchingPropertyName(this.#module.source, start);
    while (!isParameterDeclaration(node)) node = node.parent;
    return node;
  }

  #ofParameter(parameter: ParameterDeclaration, node: TypeNode | undefined): KnownType | undefined {
    const type = this.#module.checker.getTypeAtLocation(parameter);
    return type && !(type.flags & TypeFlags.Any) ? this.#known(type, written(node)) : undefined;
  }

  /** How the type is written of the parameter that the function's place has there. Throws Unreadable. */
  #counterpart(parameter: ParameterDeclaration): TypeNode | undefined {
    const expected = this.#expectedSignature(parameter)?.getParameters()[placeOf(parameter)];
    const declaration = expected?.valueDeclaration?.resolve(this.#module.project);
    return declaration && isParameterDeclaration(declaration) ? declaration.type : undefined;
  }

  /** What the function's place says of it. Throws Unreadable. */
  #expectedSignature({ parent }: ParameterDeclaration): Signature | undefined {
    const { checker } = this.#module;
    const expected = checker.getContextualType(parent as Expression);
    if (!expected) return undefined;
    if (expected.isErrorType()) {
      const place = typeOfPlace(parent);
      const code = place ? quoted(place.getText()) : "its place";
      throw new Unreadable(`its type comes from ${code}, which cannot be read here; annotate it`);
    }
    return checker.getSignaturesOfType(expected, SignatureKind.Call)[0];
  }

  #known(type: Type | undefined, spelled: Written | undefined): KnownType {
    const module = this.#module;
    return {
      read: (hidden = "") => {
        if (!type) throw new Unreadable("its type cannot be found");
        const key = `${type.id} ${hidden} ${spelled?.node.getText() ?? ""}`;
        const reading =
          this.#read.get(key) ?? readType(type, spelled, { module, open: [], hidden });
        this.#read.set(key, reading);
        return reading;
      },
      parameters: () => {
        const [signature] = type
          ? module.checker.getSignaturesOfType(type, SignatureKind.Call)
          : [];
        return signature && this.#parametersOf(signature);
      },
    };
  }

  /** What a signature takes; the elements of a rest parameter's tuple are parameters of their own. */
  #parametersOf(signature: Signature): readonly KnownParameter[] {
    const { checker, project } = this.#module;
    return signature.getParameters().flatMap((symbol, at, all): readonly KnownParameter[] => {
      const declaration = symbol.valueDeclaration?.resolve(project);
      const type = checker.getTypeOfSymbol(symbol);
      const isRest = signature.hasRestParameter && at === all.length - 1;
      if (isRest && type?.isTypeReference() && checker.isTupleType(type))
        return this.#elementsOf(type, signature, at);
      const node = declaration && isParameterDeclaration(declaration) ? declaration : undefined;
      return [
        {
          name: node && !isIdentifier(node.name) ? undefined : symbol.name,
          type: this.#known(type, written(node?.type)),
          optional: Boolean(node?.questionToken ?? node?.initializer),
        },
      ];
    });
  }

  #elementsOf(tuple: TypeReference, signature: Signature, at: number): KnownParameter[] {
    const { checker } = this.#module;
    const target = tuple.getTarget();
    const flags = target.isTupleType() ? target.elementFlags : [];
    const written = checker.signatureToSignatureDeclaration(signature, SyntaxKind.FunctionType);
    const names = written && isFunctionTypeNode(written) ? written.parameters.slice(at) : [];
    return checker.getTypeArguments(tuple).map((type, place) => {
      const name = names[place]?.name;
      return {
        name: name && isIdentifier(name) && !/_\d+$/.test(name.text) ? name.text : undefined,
        type: this.#known(type, undefined),
        optional: !((flags[place] ?? 0) & ElementFlags.Required),
      };
    });
  }
}

const NAME = "SwarmEvalDocType";

/** The place of a parameter in its function, not counting TypeScript's `this`. */
function placeOf(parameter: ParameterDeclaration): number {
  const { parameters } = parameter.parent as unknown as {
    readonly parameters: readonly ParameterDeclaration[];
  };
  return parameters.filter(({ name }) => name.getText() !== "this").indexOf(parameter);
}

/** The type that is written where an expression is. */
function typeOfPlace(expression: Node): TypeNode | undefined {
  const { parent } = expression;
  if (!parent) return undefined;
  if (isVariableDeclaration(parent) || isSatisfiesExpression(parent) || isAsExpression(parent))
    return parent.type;
  return typeOfPlace(parent);
}
