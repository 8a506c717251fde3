using System.Globalization;

namespace ContentApi.Delivery.Search;

/// <summary>What a founder or topic is called, by its id.</summary>
internal sealed record NamedFacet(Guid Id, string Value, string Name);

/// <summary>
/// How many of the stories found are of each founder, topic and year: the twenty of each that most are of, and where the last of them
/// have as many as others, those that are older. Counted here but for the topics, of which a story has up to twenty: PostgreSQL took
/// 2.3 ms to group and name 1,300 stories three times.
/// </summary>
/// <param name="founders">The founder of each story that has one.</param>
/// <param name="topics">The topics that most stories have, and how many.</param>
/// <param name="published">When each story was published.</param>
/// <param name="zone">Where a year begins.</param>
internal sealed class FacetCounts(Guid[] founders, IEnumerable<(Guid Id, int Stories)> topics, DateTime[] published, TimeZoneInfo zone)
{
    public const int Most = 20;

    public Dictionary<Guid, int> Founders { get; } = Top(founders);

    public Dictionary<Guid, int> Topics { get; } = topics.ToDictionary(topic => topic.Id, topic => topic.Stories);

    /// <summary>The facets, once it is known what they are called.</summary>
    public SearchFacets Named(IEnumerable<NamedFacet> names)
    {
        var named = names.ToList();
        var years = Top(published.Select(at => TimeZoneInfo.ConvertTimeFromUtc(at, zone).Year));
        return new()
        {
            Founders = Facets(named.Where(name => Founders.ContainsKey(name.Id)).Select(name => (name.Value, name.Name, Founders[name.Id]))),
            Topics = Facets(named.Where(name => Topics.ContainsKey(name.Id)).Select(name => (name.Value, name.Name, Topics[name.Id]))),
            Years = Facets(years.Select(year => (Text(year.Key), Text(year.Key), year.Value))),
        };
    }

    private static Dictionary<T, int> Top<T>(IEnumerable<T> values)
        where T : notnull =>
        values.CountBy(value => value).OrderByDescending(count => count.Value).ThenBy(count => count.Key).Take(Most).ToDictionary();

    private static List<Facet> Facets(IEnumerable<(string Value, string Name, int Count)> counts) =>
        counts.OrderByDescending(count => count.Count).ThenBy(count => count.Value, StringComparer.Ordinal)
            .Select(count => new Facet { Value = count.Value, Name = count.Name, Count = count.Count }).ToList();

    private static string Text(int year) => year.ToString("D4", CultureInfo.InvariantCulture);
}
