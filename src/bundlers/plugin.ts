import { createUnplugin, type FilterPattern } from "unplugin";
import { withMarks } from "./with-marks.ts";

export interface BuildPluginOptions {
  /** The modules in which tools are written, as globs or expressions; all but dependencies by default. */
  readonly include?: FilterPattern | undefined;
}

/**
 * A plugin that reads the types of the functions of a project while it is built, and has each function carry what was
 * read: the model is told the same by the bundle, minified or not, as by the source.
 */
export const plugin = createUnplugin<BuildPluginOptions | undefined, false>((options) => ({
  name: "swarm-eval",
  enforce: "pre",
  transform: {
    // A zero byte begins what plugins have made up.
    filter: {
      id: {
        include: options?.include ?? /\.[cm]?[jt]sx?$/,
        exclude: [/[\\/]node_modules[\\/]/, /^\0/],
      },
    },
    handler(code, id) {
      const marked = withMarks(id, code);
      // Caches of bundlers know no types.
      for (const file of marked?.files ?? []) this.addWatchFile(file);
      return marked;
    },
  },
}));
