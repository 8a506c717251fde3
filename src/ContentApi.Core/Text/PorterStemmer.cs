namespace ContentApi.Core.Text;

/// <summary>
/// Reduces English words to their stems (M. F. Porter, "An algorithm for suffix stripping", 1980). Stems are compared, never displayed.
/// Words of fewer than four letters, and words with characters other than a to z, are their own stems.
/// </summary>
internal ref struct PorterStemmer
{
    private static readonly (string Suffix, string Replacement)[] Step2Suffixes =
    [
        ("ational", "ate"), ("tional", "tion"), ("enci", "ence"), ("anci", "ance"), ("izer", "ize"), ("bli", "ble"), ("alli", "al"), ("entli", "ent"),
        ("eli", "e"), ("ousli", "ous"), ("ization", "ize"), ("ation", "ate"), ("ator", "ate"), ("alism", "al"), ("iveness", "ive"), ("fulness", "ful"),
        ("ousness", "ous"), ("aliti", "al"), ("iviti", "ive"), ("biliti", "ble"), ("logi", "log"),
    ];

    private static readonly (string Suffix, string Replacement)[] Step3Suffixes =
        [("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"), ("ful", ""), ("ness", "")];

    private static readonly string[] Step4Suffixes =
        ["al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou", "ism", "ate", "iti", "ous", "ive", "ize"];

    private readonly Span<char> word;
    private int wordLength;
    private int stemLength; // length of the part before the last matched suffix

    private PorterStemmer(Span<char> word, int length)
    {
        this.word = word;
        wordLength = length;
    }

    public static string Stem(string word)
    {
        if (word.Length < 4 || word.AsSpan().ContainsAnyExceptInRange('a', 'z'))
        {
            return word;
        }

        Span<char> letters = stackalloc char[word.Length + 4];
        word.CopyTo(letters);
        var stemmer = new PorterStemmer(letters, word.Length);
        stemmer.RemovePlural();
        stemmer.RemoveParticiple();
        if (stemmer.EndsWith("y") && stemmer.HasVowel()) // step 1c
        {
            stemmer.word[stemmer.wordLength - 1] = 'i';
        }

        stemmer.ReplaceSuffix(Step2Suffixes);
        stemmer.ReplaceSuffix(Step3Suffixes);
        stemmer.RemoveSuffix();
        stemmer.RemoveFinalE();
        return letters[..stemmer.wordLength].ToString();
    }

    /// <summary>Step 1a: removes a plural ending.</summary>
    private void RemovePlural()
    {
        if (EndsWith("sses") || EndsWith("ies"))
        {
            wordLength -= 2;
        }
        else if (EndsWith("s") && word[wordLength - 2] != 's')
        {
            wordLength--;
        }
    }

    /// <summary>Step 1b: removes -ed and -ing.</summary>
    private void RemoveParticiple()
    {
        if (EndsWith("eed"))
        {
            wordLength -= Measure() > 0 ? 1 : 0;
        }
        else if ((EndsWith("ed") || EndsWith("ing")) && HasVowel())
        {
            wordLength = stemLength;
            if (EndsWith("at") || EndsWith("bl") || EndsWith("iz"))
            {
                word[wordLength++] = 'e';
            }
            else if (IsDoubleConsonant(wordLength - 1))
            {
                wordLength -= word[wordLength - 1] is 'l' or 's' or 'z' ? 0 : 1;
            }
            else
            {
                stemLength = wordLength;
                if (Measure() == 1 && IsConsonantVowelConsonant(wordLength - 1))
                {
                    word[wordLength++] = 'e';
                }
            }
        }
    }

    /// <summary>Steps 2 and 3: replaces the first suffix that matches.</summary>
    private void ReplaceSuffix((string Suffix, string Replacement)[] rules)
    {
        foreach (var (suffix, replacement) in rules)
        {
            if (EndsWith(suffix))
            {
                if (Measure() > 0)
                {
                    replacement.CopyTo(word[stemLength..]);
                    wordLength = stemLength + replacement.Length;
                }

                return;
            }
        }
    }

    /// <summary>Step 4: removes the first suffix that matches.</summary>
    private void RemoveSuffix()
    {
        foreach (var suffix in Step4Suffixes)
        {
            if (EndsWith(suffix))
            {
                if (Measure() > 1 && (suffix != "ion" || word[stemLength - 1] is 's' or 't'))
                {
                    wordLength = stemLength;
                }

                return;
            }
        }
    }

    /// <summary>Steps 5a and 5b: removes a final e and one of a double l.</summary>
    private void RemoveFinalE()
    {
        if (EndsWith("e") && Measure() is var measure && (measure > 1 || (measure == 1 && !IsConsonantVowelConsonant(wordLength - 2))))
        {
            wordLength--;
        }

        stemLength = wordLength;
        if (word[wordLength - 1] == 'l' && IsDoubleConsonant(wordLength - 1) && Measure() > 1)
        {
            wordLength--;
        }
    }

    /// <summary>Returns whether the word ends with a suffix and is longer than it. If so, sets the length of the stem before it.</summary>
    private bool EndsWith(string suffix)
    {
        if (!word[..wordLength].EndsWith(suffix) || suffix.Length == wordLength)
        {
            return false;
        }

        stemLength = wordLength - suffix.Length;
        return true;
    }

    /// <summary>Returns Porter's measure m of the stem: how many times a vowel is followed by a consonant.</summary>
    private readonly int Measure()
    {
        var (count, isAfterVowel) = (0, false);
        for (var i = 0; i < stemLength; i++)
        {
            count += isAfterVowel && IsConsonant(i) ? 1 : 0;
            isAfterVowel = !IsConsonant(i);
        }

        return count;
    }

    private readonly bool HasVowel()
    {
        for (var i = 0; i < stemLength; i++)
        {
            if (!IsConsonant(i))
            {
                return true;
            }
        }

        return false;
    }

    private readonly bool IsConsonant(int i) => word[i] switch
    {
        'a' or 'e' or 'i' or 'o' or 'u' => false,
        'y' => i == 0 || !IsConsonant(i - 1),
        _ => true,
    };

    private readonly bool IsDoubleConsonant(int i) => i > 0 && word[i] == word[i - 1] && IsConsonant(i);

    /// <summary>Returns whether Porter's condition *o holds: consonant, vowel, consonant except w, x or y (hop, but not snow).</summary>
    private readonly bool IsConsonantVowelConsonant(int i) =>
        i >= 2 && IsConsonant(i) && !IsConsonant(i - 1) && IsConsonant(i - 2) && word[i] is not ('w' or 'x' or 'y');
}
