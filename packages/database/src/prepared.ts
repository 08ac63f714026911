import type { Sql } from "./types.ts";

/**
 * Builds a hot statement once for each connection pool instead of at each call (building costs more than running it).
 * `build` ends with `.prepare(name)`; the name is unique in the product.
 */
export function prepared<Statement extends object, Db extends Sql = Sql>(build: (db: Db) => Statement): (db: Db) => Statement {
  const built = new WeakMap<object, Statement>();
  return (db) => {
    const known = built.get(db);
    if (known !== undefined) return known;
    const statement = build(db);
    built.set(db, statement);
    return statement;
  };
}
