using ContentApi.Core.Formats;
using ContentApi.Core.Model;
using ContentApi.Core.Text;
using ContentApi.Data;
using ContentApi.Publishing;
using Dapper;

namespace ContentApi.Newsroom.Drafts;

/// <summary>Finds what a publication of a saved document would leave out, as an import does.</summary>
internal sealed class DocumentWarnings(Database database)
{
    /// <summary>Returns the warnings about the body, then those about founders that exist and would not change.</summary>
    public async Task<IReadOnlyList<Diagnostic>> Find(StoryDocument document, CancellationToken cancellationToken)
    {
        var published = document.WithoutComments();
        var parameters = new DynamicParameters();
        NamedResourceKeys.From([published], topics: []).AddTo(parameters);
        await using var connection = await database.Writes.OpenConnectionAsync(cancellationToken);
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(NamedResourceSql.Select, parameters, cancellationToken: cancellationToken));
        var (founders, _) = await NamedResourceSql.Read(results, areSlugsSelected: false);
        return RenderedStory.FindWarnings(document, cancellationToken).Concat(FounderWarnings.Find(founders, published)).Select(warning => Diagnostic.Warning(null, warning)).ToList();
    }
}
