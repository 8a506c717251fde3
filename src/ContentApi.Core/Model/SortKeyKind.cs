namespace ContentApi.Core.Model;

/// <summary>The type of the key that a list is sorted by.</summary>
internal enum SortKeyKind
{
    Text,
    Number,
    Instant,
    Serial,
}
