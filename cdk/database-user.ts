/** The database user of the functions. */

export const DATABASE_NAME = "offerfeed";
export const DATABASE_USER = "offerfeed";

/**
 * One statement (the Data API takes no more) that may run again: it makes the user, lets it sign in by IAM token,
 * and lets it own what it creates in the read model's database.
 */
export function createUserSql(): string {
  return `DO $user$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = '${DATABASE_USER}') THEN
    CREATE ROLE ${DATABASE_USER} LOGIN;
  END IF;
  GRANT rds_iam TO ${DATABASE_USER};
  GRANT CONNECT, CREATE, TEMPORARY ON DATABASE ${DATABASE_NAME} TO ${DATABASE_USER};
  GRANT USAGE, CREATE ON SCHEMA public TO ${DATABASE_USER};
END
$user$`;
}
