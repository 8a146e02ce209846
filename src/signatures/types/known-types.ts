import type { JsonSchema } from "../schema/signature.ts";

export interface TypeReading {
  readonly schema: JsonSchema;
  /** Whether `undefined` is among its values, which makes a property or parameter optional. */
  readonly optional: boolean;
}

/** A type that is known, and read on demand. */
export interface KnownType {
  /** Its schema without the property `hidden`. Throws Unreadable if it has none. */
  read(hidden?: string): TypeReading;
  /** What a function of this type takes; undefined if it is no function's. */
  parameters(): readonly KnownParameter[] | undefined;
}

export interface KnownParameter {
  /** Undefined if it is a pattern. */
  readonly name: string | undefined;
  readonly type: KnownType;
  readonly optional: boolean;
}

/** The types of a module. A parameter is known by the offset where it starts, behind the dots of a rest parameter. */
export interface ModuleTypes {
  annotated(parameter: number): KnownType;
  /** From the function's place, such as a variable's annotation; undefined if that tells nothing. Throws Unreadable. */
  expected(parameter: number): KnownType | undefined;
  /** From the default value; undefined if that tells nothing. */
  initial(parameter: number): KnownType | undefined;
  /** What a rest parameter collects, one by one; undefined if that is any number. */
  collected(parameter: number): readonly KnownParameter[] | undefined;
  /** The type in a JSDoc tag's braces. Throws Unreadable if it is none. */
  documented(type: string): KnownType;
}

/** Types are needed to read a function. */
export class TypesNeeded extends Error {
  override readonly name = "TypesNeeded";
}

/** What syntax alone tells of types. */
export class NoTypes implements ModuleTypes {
  /** Whether a type was asked for that may be known to the checker. */
  asked = false;

  annotated(): never {
    throw new TypesNeeded();
  }

  expected(): undefined {
    this.asked = true;
  }

  initial(): undefined {
    this.asked = true;
  }

  collected(): undefined {
    this.asked = true;
  }

  documented(): never {
    throw new TypesNeeded();
  }
}
