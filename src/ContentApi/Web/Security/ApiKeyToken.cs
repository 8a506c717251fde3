using System.Buffers;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;

namespace ContentApi.Web.Security;

/// <summary>
/// Creates and validates API key tokens: `cak_`, 32 random characters (190 bits), and a CRC-32 of both in 6 characters. The prefix lets
/// secret scanners find committed keys; the checksum detects typing errors without a database query.
/// </summary>
internal static class ApiKeyToken
{
    public const string Prefix = "cak_";

    private const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static readonly SearchValues<char> Characters = SearchValues.Create(Base62);
    private const int RandomLength = 32;
    private const int ChecksumLength = 6; // 62^6 > 2^32
    private const int DisplayPrefixLength = 8;

    public static string Create()
    {
        var secret = Prefix + RandomNumberGenerator.GetString(Base62, RandomLength);
        return secret + ComputeChecksum(secret);
    }

    /// <summary>Returns whether a token has the format and the checksum of an API key.</summary>
    public static bool IsWellFormed(string token) =>
        token.Length == Prefix.Length + RandomLength + ChecksumLength
        && token.StartsWith(Prefix, StringComparison.Ordinal)
        && token.AsSpan(Prefix.Length).IndexOfAnyExcept(Characters) < 0
        && token.EndsWith(ComputeChecksum(token[..^ChecksumLength]), StringComparison.Ordinal);

    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>Returns the part of a token that may be displayed: the prefix and four of the 32 random characters.</summary>
    public static string GetDisplayPrefix(string token) => token[..DisplayPrefixLength];

    private static string ComputeChecksum(string secret)
    {
        var rest = Crc32.HashToUInt32(Encoding.UTF8.GetBytes(secret));
        Span<char> digits = stackalloc char[ChecksumLength];
        for (var i = ChecksumLength - 1; i >= 0; i--)
        {
            (rest, var digit) = Math.DivRem(rest, (uint)Base62.Length);
            digits[i] = Base62[(int)digit];
        }

        return new string(digits);
    }
}
