import { join, resolve } from "node:path";
import { tsconfigOf } from "../../loading/tsconfig.ts";

/** A configuration that exists for the checker only, beside the module that it is for. */
export interface Config {
  readonly file: string;
  /** The tsconfig.json that it extends. */
  readonly extends: string | undefined;
  readonly content: object;
}

type Paths = Readonly<Record<string, readonly string[]>>;

/** The options under which types mean what is written, whatever the user's own are. */
const options = {
  strict: true,
  strictNullChecks: true,
  exactOptionalPropertyTypes: false,
  allowJs: true,
  checkJs: false,
  noEmit: true,
  module: "preserve",
  moduleResolution: "bundler",
  allowImportingTsExtensions: true,
  resolveJsonModule: true,
  target: "esnext",
  // Browsers and packages that are not imported declare nothing that a model could be asked for.
  lib: ["esnext"],
  types: [],
};

export function configOf(module: string): Config {
  const tsconfig = tsconfigOf(module)?.path;
  return {
    file: `${module}.tsconfig.json`,
    extends: tsconfig,
    content: {
      ...(tsconfig !== undefined && { extends: tsconfig }),
      compilerOptions: options,
      files: [module],
      include: [],
      references: [],
    },
  };
}

/** The configuration with the paths that `baseUrl` means, which TypeScript 7 no longer knows; undefined without one. */
export function withoutBaseUrl(
  config: Config,
  { baseUrl, paths = {} }: Readonly<Record<string, unknown>>,
): Config | undefined {
  if (typeof baseUrl !== "string") return undefined;
  const absolute = Object.entries(paths as Paths).map(
    ([name, targets]) => [name, targets.map((target) => resolve(baseUrl, target))] as const,
  );
  const content = config.content as { compilerOptions: object };
  return {
    ...config,
    file: config.file.replace(/\.json$/, ".paths.json"),
    content: {
      ...content,
      compilerOptions: {
        ...content.compilerOptions,
        paths: { "*": [join(baseUrl, "*")], ...Object.fromEntries(absolute) },
      },
    },
  };
}
