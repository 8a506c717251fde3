namespace ContentApi.Delivery.Recommendations;

/// <summary>Names of the verdicts of an <see cref="Explanation"/> in JSON.</summary>
internal static class Verdict
{
    public const string Editorial = "editorial";
    public const string Computed = "computed";
    public const string Self = "self";
    public const string Duplicate = "duplicate";
    public const string Outranked = "outranked";
    public const string Unrelated = "unrelated";
    public const string Waiting = "waiting";
}
