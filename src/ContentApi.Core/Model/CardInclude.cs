namespace ContentApi.Core.Model;

/// <summary>Optional members of the cards in a list of stories.</summary>
internal enum CardInclude
{
    Topics,
    Takeaways,
    Rights,
}
