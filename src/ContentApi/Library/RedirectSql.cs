using ContentApi.ChangeLog;
using ContentApi.Core.Model;

namespace ContentApi.Library;

/// <summary>
/// SQL that follows the former slugs of resources, in the same round trip as the read by the current slug. A rename or a merge adds a row to
/// `redirect`; its kind is the name of the resource's table and of its <see cref="LibraryChangeKind"/>.
/// </summary>
internal static class RedirectSql
{
    /// <summary>Returns the statement that selects the current slug of the resource that had the slug @Slug.</summary>
    public static string SelectCurrentSlug(LibraryChangeKind kind) =>
        $"select n.slug from redirect r join {kind.GetName()} n on n.id = r.target_id where r.kind = '{kind.GetName()}' and r.slug = @Slug;";

    /// <summary>Returns the id of the resource that has or had a slug, as a subquery, which is evaluated once.</summary>
    /// <param name="kind">The kind of the resource.</param>
    /// <param name="parameter">The parameter with the slug, such as `@Founder`.</param>
    public static string FindId(LibraryChangeKind kind, string parameter) =>
        $"(select coalesce((select id from {kind.GetName()} where slug = {parameter}), (select target_id from redirect where kind = '{kind.GetName()}' and slug = {parameter})))";
}
