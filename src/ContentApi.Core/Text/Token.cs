namespace ContentApi.Core.Text;

/// <summary>A word of a text as it is compared: lower case, without accents. Of scripts without spaces, two neighbouring characters.</summary>
internal readonly record struct Token(string Text, int Start, int Length);
