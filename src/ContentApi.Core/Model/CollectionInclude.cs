namespace ContentApi.Core.Model;

/// <summary>Optional content of a collection.</summary>
internal enum CollectionInclude
{
    Stories,
}
