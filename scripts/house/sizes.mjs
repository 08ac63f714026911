const codeFolder = /^(?:(?:apps|packages)\/[^/]+\/(?:src|test)|scripts|e2e|bench|\.ci)(?:\/|$)/;
/** Folders that are lists by design: one entry for each noun, workflow or module's contract. */
const lists = /^(?:apps\/server\/src\/(?:modules|workflows)|packages\/contracts\/src)$/;
const testBeside = /\.test\.tsx?$|^(?:fixtures|__snapshots__)$/;
const mostThings = 12;
const deepest = 4;

/** @type {import("./tree.mjs").Check} */
export const folderSizes = {
  name: "folder-size",
  check(tree) {
    return [...tree.folders].flatMap(([path, names]) => {
      if (!codeFolder.test(path) || lists.test(path) || /(?:^|\/)(?:fixtures|results)(?:\/|$)/.test(path)) return [];
      const things = names.filter((name) => !testBeside.test(name)).length;
      return things <= mostThings ? [] : [{ path, line: 1, rule: "folder-size", message: `holds ${things} things; at most ${mostThings}` }];
    });
  },
};

/** @type {import("./tree.mjs").Check} */
export const depth = {
  name: "depth",
  check(tree) {
    return tree.files.flatMap(({ path }) => {
      const inside = /^(?:apps|packages)\/[^/]+\/src\/(.+)$/.exec(path)?.[1];
      if (inside === undefined || inside.includes("fixtures/")) return [];
      const levels = inside.split("/").length;
      return levels <= deepest ? [] : [{ path, line: 1, rule: "depth", message: `lies ${levels} levels under src; at most ${deepest}` }];
    });
  },
};
