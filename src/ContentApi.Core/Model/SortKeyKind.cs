namespace ContentApi.Core.Model;

/// <summary>The type of the key that a list is sorted by.</summary>
internal enum SortKeyKind
{
    Text,
    Int32,
    Int64,
    Instant,
}
