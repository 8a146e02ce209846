import type { Tsconfig } from "./tsconfig.ts";

/** What a tsconfig.json says of the code that a module becomes. */
export interface Settings {
  readonly jsx: "automatic" | "classic";
  readonly jsxImportSource: string | undefined;
  readonly jsxFactory: string | undefined;
  readonly jsxFragmentFactory: string | undefined;
  /** The decorators of `experimentalDecorators`, and not the standard's. */
  readonly legacyDecorators: boolean;
  readonly decoratorMetadata: boolean;
  readonly strictNullChecks: boolean;
  /** Whether only imports that are marked as types go (`verbatimModuleSyntax`), and not all that no value needs. */
  readonly verbatimImports: boolean;
  /** Whether class fields are defined, as in JavaScript, and not assigned (`useDefineForClassFields`). */
  readonly definedFields: boolean;
  /** Whether a package that does not say what its modules are is compiled to CommonJS. */
  readonly commonJs: boolean;
  /** Whether every module says of what it exports which are types (`isolatedModules`). */
  readonly isolated: boolean;
}

export function settingsOf({ options = {} }: Partial<Pick<Tsconfig, "options">> = {}): Settings {
  return {
    jsx: options.jsx === "react" ? "classic" : "automatic",
    jsxImportSource: options.jsxImportSource,
    jsxFactory: options.jsxFactory,
    jsxFragmentFactory: options.jsxFragmentFactory,
    legacyDecorators: options.experimentalDecorators ?? false,
    decoratorMetadata: options.emitDecoratorMetadata ?? false,
    strictNullChecks: options.strictNullChecks ?? options.strict ?? false,
    verbatimImports: options.verbatimModuleSyntax ?? options.preserveValueImports ?? false,
    definedFields:
      options.useDefineForClassFields ??
      !/^es(?:[3-6]|20(?:1\d|2[01]))$/i.test(options.target ?? ""),
    commonJs: /^(?:commonjs|node)/i.test(options.module ?? ""),
    isolated: options.isolatedModules ?? options.verbatimModuleSyntax ?? false,
  };
}
