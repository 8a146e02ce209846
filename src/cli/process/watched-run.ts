import { importedBy } from "./import-graph.ts";
import { absolute } from "../../text/from-start.ts";

/** What the watching process asks of a run: all that is undefined is as the command line says. */
export interface WatchedRun {
  /** The case files that are played. */
  readonly suites?: readonly string[] | undefined;
  /** The source of the regular expression that ids match. */
  readonly pattern?: string | undefined;
  readonly lastFailed?: boolean | undefined;
}

/** What a run tells the watching process: the files whose change would change it. */
export interface LoadedFiles {
  /** By case file, which is one of them. */
  readonly suites: Readonly<Record<string, readonly string[]>>;
  /** Those of all suites: the config. */
  readonly shared: readonly string[];
}

/** The options of a run, as the watching process narrows what it plays. */
export function narrowed<Options extends object>(
  options: Options,
  { pattern, lastFailed }: WatchedRun,
): Options {
  return {
    ...options,
    ...(pattern === undefined ? {} : { testNamePattern: new RegExp(pattern) }),
    ...(lastFailed === undefined ? {} : { lastFailed }),
  };
}

/** Tells the watching process what was loaded so far. */
export function tellLoaded(
  suites: readonly { readonly caseFile: string; readonly agentsFile: string | undefined }[],
  config: string | undefined,
): Promise<void> {
  const loaded: LoadedFiles = {
    suites: Object.fromEntries(
      suites.map(({ caseFile, agentsFile }) => [
        caseFile,
        [absolute(caseFile), ...(agentsFile === undefined ? [] : importedBy(agentsFile))],
      ]),
    ),
    shared: config === undefined ? [] : importedBy(config),
  };
  return new Promise((done) => {
    if (process.send === undefined) done();
    else process.send(loaded, () => done());
  });
}
