namespace ContentApi.Core.Model;

/// <summary>Optional members of the collections in a response.</summary>
internal enum CollectionInclude
{
    Stories,
}
