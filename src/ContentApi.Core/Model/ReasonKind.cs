namespace ContentApi.Core.Model;

/// <summary>Names, in JSON, of the kinds of reasons for a recommendation. Kinds may be added.</summary>
internal static class ReasonKind
{
    public const string SharedTerms = "sharedTerms";
    public const string SameFounder = "sameFounder";
    public const string SimilarTakeaway = "similarTakeaway";
    public const string SharedTopic = "sharedTopic";
    public const string Read = "read";
    public const string Recent = "recent";
}
