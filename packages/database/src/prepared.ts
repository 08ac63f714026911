import type { Sql } from "./types.ts";

/**
 * Builds a hot statement once for each connection pool instead of at each call (building costs more than running it).
 * `build` ends with `.prepare(name)`; the name is unique in the product.
 */
export function prepared<Statement extends object>(build: (sql: Sql) => Statement): (sql: Sql) => Statement {
  const built = new WeakMap<object, Statement>();
  return (sql) => {
    const known = built.get(sql);
    if (known !== undefined) return known;
    const statement = build(sql);
    built.set(sql, statement);
    return statement;
  };
}
