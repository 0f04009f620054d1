"""What PostgreSQL is asked about the role of a connection. Each answers with rows that name what the role has."""

ATTRIBUTES = """
SELECT attribute FROM pg_roles, unnest(
    ARRAY['a superuser', 'able to create databases', 'able to create roles', 'able to replicate', 'above row rights'],
    ARRAY[rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls]
) AS attributes(attribute, has_it)
WHERE rolname = current_user AND has_it
"""
GROUPS = """
SELECT rolname FROM pg_roles
WHERE rolname NOT IN (current_user, 'pg_database_owner') AND pg_has_role(current_user, oid, 'MEMBER')
    AND NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
ORDER BY 1
"""
OWNED = """
SELECT 'the database ' || datname FROM pg_database
    WHERE datdba = current_user::regrole AND datname = current_database()
UNION ALL SELECT 'the schema ' || nspname FROM pg_namespace WHERE nspowner = current_user::regrole
UNION ALL SELECT 'the function ' || proname FROM pg_proc
    WHERE proowner = current_user::regrole
    AND pronamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
UNION ALL SELECT 'the relation ' || relname FROM pg_class
    WHERE relowner = current_user::regrole AND relkind IN ('r', 'p', 'v', 'm', 'f')
    AND relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
"""
DATABASE = """
SELECT privilege FROM unnest(ARRAY['CREATE', 'TEMPORARY']) AS privilege
WHERE has_database_privilege(current_database(), privilege)
"""
SCHEMAS = """
SELECT nspname FROM pg_namespace
WHERE has_schema_privilege(oid, 'CREATE') AND nspname NOT LIKE 'pg\\_temp\\_%' AND nspname NOT LIKE 'pg\\_toast%'
ORDER BY 1
"""
CATALOGUE = """
SELECT relname, privilege
FROM pg_class, unnest(ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'SELECT']) AS privilege
WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind IN ('r', 'v')
    AND (privilege <> 'SELECT' OR relname IN (
        'pg_authid', 'pg_shadow', 'pg_statistic', 'pg_largeobject', 'pg_user_mapping'
    ))
    AND NOT (relname = 'pg_settings' AND privilege = 'UPDATE')
    AND has_table_privilege(oid, privilege)
ORDER BY 1, 2
"""
"""`pg_settings` may be updated by everybody: that is SET by another name."""

SERVER_FUNCTIONS = """
SELECT oid::regprocedure::text FROM pg_proc
WHERE pronamespace = 'pg_catalog'::regnamespace AND proname ~ %s AND has_function_privilege(oid, 'EXECUTE')
ORDER BY 1
"""
FUNCTIONS = """
SELECT oid::regprocedure::text, prosecdef FROM pg_proc
WHERE pronamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
    AND has_schema_privilege(pronamespace, 'USAGE') AND has_function_privilege(oid, 'EXECUTE')
ORDER BY 1
"""
LANGUAGES = """
SELECT lanname FROM pg_language WHERE lanispl AND has_language_privilege(oid, 'USAGE') ORDER BY 1
"""
SERVERS = """
SELECT srvname FROM pg_foreign_server WHERE has_server_privilege(oid, 'USAGE') ORDER BY 1
"""
RELATIONS = """
SELECT nspname, relname, relkind::text, privilege, nspname = current_schema() AS is_ours
FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace,
    unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER', 'USAGE']) AS privilege
WHERE nspname NOT IN ('pg_catalog', 'information_schema') AND nspname NOT LIKE 'pg\\_toast%'
    AND has_schema_privilege(relnamespace, 'USAGE')
    AND CASE
        WHEN relkind = 'S' THEN privilege IN ('USAGE', 'SELECT', 'UPDATE')
            AND has_sequence_privilege(pg_class.oid, privilege)
        WHEN relkind NOT IN ('r', 'p', 'v', 'm', 'f') OR privilege = 'USAGE' THEN false
        WHEN privilege IN ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES')
            THEN has_any_column_privilege(pg_class.oid, privilege)
        ELSE has_table_privilege(pg_class.oid, privilege)
    END
ORDER BY nspname, relname, privilege
"""
"""Rights to every table, view and sequence outside the server's own catalogue; a right to one column is a right."""
