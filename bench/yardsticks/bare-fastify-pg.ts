import { fastify } from "fastify";
import pg from "pg";

/** A list of posts with nothing around it: Fastify, one pool, one statement. */
const pool = new pg.Pool({ connectionString: process.argv[3], max: 20 });
const app = fastify();

app.get("/posts", async () => {
  const { rows } = await pool.query({
    name: "posts",
    text: `select p.*, c.name as category_name, c.slug as category_slug from cms.posts p left join cms.categories c on c.id = p.category_id
      where p.status = 'published' order by p.published_at desc, p.id desc limit 20`,
  });
  return { data: rows };
});

await app.listen({ host: "127.0.0.1", port: Number(process.argv[2]) });
