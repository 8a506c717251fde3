using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;

namespace ContentApi.Core.Model;

/// <summary>A value of a set form, told in words when it is not kept.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal class PatternAttribute(string pattern, string words) : RegularExpressionAttribute(pattern)
{
    public override bool IsValid(object? value) =>
        value is not string text || Regex.IsMatch(text, Pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    public override string FormatErrorMessage(string name) => words;
}
