/** BERT (Devlin et al. 2019): a post-norm transformer over tokens that looks both ways. */
@NullMarked
package org.affectgpt.nn.bert;

import org.jspecify.annotations.NullMarked;
