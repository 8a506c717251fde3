using ContentApi.Core.Model;

namespace ContentApi.Core.Formats.Body;

/// <summary>Limits the total length of the URLs of a body.</summary>
/// <param name="warnings">The list to which the warning is added.</param>
internal sealed class UrlLengthLimit(List<string> warnings)
{
    private int totalLength;

    /// <summary>
    /// Adds the length of a URL to the total. Returns false if the total exceeds the limit, and warns once.
    /// </summary>
    public bool TryAdd(string url)
    {
        var previousLength = totalLength;
        totalLength = Math.Min(totalLength + url.Length, BodyLimits.MaxTotalUrlLength + 1);
        if (totalLength <= BodyLimits.MaxTotalUrlLength)
        {
            return true;
        }

        if (previousLength <= BodyLimits.MaxTotalUrlLength)
        {
            warnings.Add($"the URLs of all links have more than {BodyLimits.MaxTotalUrlLength:N0} characters in total; further links are removed and only their text is kept");
        }

        return false;
    }
}
