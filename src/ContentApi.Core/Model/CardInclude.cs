namespace ContentApi.Core.Model;

/// <summary>Optional content of each card in a list of stories.</summary>
internal enum CardInclude
{
    Topics,
    Takeaways,
    Rights,
}
