namespace ContentApi.Core.Model;

/// <summary>What a list is sorted by.</summary>
internal enum SortKeyKind
{
    Text,
    Number,
    Instant,
    Serial,
}
