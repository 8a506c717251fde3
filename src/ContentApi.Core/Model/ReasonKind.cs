namespace ContentApi.Core.Model;

/// <summary>Names of the kinds of recommendation reasons in JSON. Kinds may be added.</summary>
internal static class ReasonKind
{
    public const string SharedTerms = "sharedTerms";
    public const string SameFounder = "sameFounder";
    public const string SimilarTakeaway = "similarTakeaway";
    public const string SharedTopic = "sharedTopic";
    public const string Read = "read";
    public const string Recent = "recent";
}
