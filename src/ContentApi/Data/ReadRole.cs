using Dapper;
using Npgsql;

namespace ContentApi.Data;

/// <summary>
/// The PostgreSQL role of the read connections (`Database:ReadRole`). It may read the tables of published content and no others, so that a
/// mistake in the SQL of a public request cannot expose drafts, API keys or the audit log.
/// </summary>
internal static class ReadRole
{
    /// <summary>The tables that public requests read: published content, its change log and its indexes.</summary>
    public static readonly string[] Tables =
    [
        "collection", "collection_story", "computed_recommendation", "former_name", "founder", "founder_search", "library_change", "library_revision",
        "recommendation", "redirect", "search_language", "slug_alias", "story", "story_search", "story_search_head", "story_terms", "story_topic", "suggestion", "takeaway",
        "takeaway_search", "term", "term_posting", "term_statistics", "topic", "withdrawn_story",
    ];

    /// <summary>The privilege to switch to a role. Since PostgreSQL 16, the creator of a role is a member of it without this privilege.</summary>
    private const string SetPrivilege = "case when current_setting('server_version_num')::int >= 160000 then 'set' else 'member' end";

    /// <summary>Returns the statement that switches a connection to the role.</summary>
    public static string CreateSetRoleSql(string role) => $"set role {Quote(role)}";

    /// <summary>Creates the role if it does not exist, allows it to read its tables, and allows the current user to switch to it.</summary>
    /// <exception cref="MigrationException">The current user may not create the role or grant it.</exception>
    public static async Task Grant(NpgsqlConnection connection, string role, CancellationToken cancellationToken)
    {
        if (await IsGranted(connection, role, cancellationToken))
        {
            return; // so that a user who may not grant can still migrate
        }

        try
        {
            await connection.ExecuteAsync(new CommandDefinition(
                $"""
                do $$ begin
                  if not exists (select from pg_roles where rolname = '{role}') then
                    create role {Quote(role)} nologin;
                  end if;
                exception when duplicate_object or unique_violation then -- another database of the server created it meanwhile
                end $$;

                do $$ begin
                  if not pg_has_role('{role}', {SetPrivilege}) then
                    grant {Quote(role)} to current_user;
                  end if;
                  execute format('grant usage on schema %I to {Quote(role)}', current_schema());
                end $$;

                grant select on {string.Join(", ", Tables)} to {Quote(role)};
                """,
                cancellationToken: cancellationToken));
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new MigrationException(
                $"The database user may not create or grant the role '{role}' of Database:ReadRole ({e.MessageText}). Create it as an administrator: "
                + $"create role {Quote(role)}; grant {Quote(role)} to {Quote(connection.UserName ?? "")};",
                e);
        }
    }

    /// <summary>Returns whether the current user can switch to the role and the role can read all its tables.</summary>
    public static Task<bool> IsGranted(NpgsqlConnection connection, string role, CancellationToken cancellationToken) =>
        connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            $"""
            select exists (select from pg_roles
              where rolname = @Role and pg_has_role(oid, {SetPrivilege}) and has_schema_privilege(oid, current_schema(), 'usage')
                and (select coalesce(bool_and(has_table_privilege(oid, to_regclass(name), 'select')), false) from unnest(@Tables) as name))
            """,
            new { Role = role, Tables },
            cancellationToken: cancellationToken));

    private static string Quote(string role) => $"\"{role}\""; // a valid name has no quotes
}
