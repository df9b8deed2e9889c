import { PGlite } from "@electric-sql/pglite";
import { expect, test } from "vitest";
import { createUserSql, DATABASE_NAME, DATABASE_USER } from "./database-user.ts";

test("the user is made once, may sign in by IAM, and may create what the read model needs", async () => {
  await using server = await PGlite.create();
  // Aurora brings this role along.
  await server.query("CREATE ROLE rds_iam");
  await server.query(`CREATE DATABASE ${DATABASE_NAME}`);

  await server.query(createUserSql());
  await server.query(createUserSql());

  const { rows } = await server.query(
    `SELECT rolcanlogin AS login,
            pg_has_role($1, 'rds_iam', 'member') AS iam,
            has_database_privilege($1, $2, 'create') AS extensions,
            has_schema_privilege($1, 'public', 'create') AS tables
       FROM pg_roles WHERE rolname = $1`,
    [DATABASE_USER, DATABASE_NAME],
  );
  expect(rows).toEqual([{ login: true, iam: true, extensions: true, tables: true }]);
});
